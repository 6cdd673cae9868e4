import { expect, test } from 'vitest';
import {
  benchJsonSchema,
  capacityJsonSchema,
  comparisonJsonSchema,
  comparisonSetJsonSchema,
  summaryJsonSchema,
  sweepJsonSchema,
  type JsonSchema,
} from '../../src/store/schema.js';

// `npx vitest -u` writes the files anew after a change of the model.
const published: [string, () => JsonSchema][] = [
  ['summary', summaryJsonSchema],
  ['bench', benchJsonSchema],
  ['comparison', comparisonJsonSchema],
  ['comparisons', comparisonSetJsonSchema],
  ['sweep', sweepJsonSchema],
  ['capacity', capacityJsonSchema],
];

test.each(published)('docs/%s.schema.json is what the model says', async (name, schema) => {
  await expect(`${JSON.stringify(schema(), null, 2)}\n`).toMatchFileSnapshot(`../../docs/${name}.schema.json`);
});

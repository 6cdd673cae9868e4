import { z } from 'zod';
import { capacitySchema } from '../model/capacity.js';
import { comparisonSchema } from '../model/comparison.js';
import { comparisonSetSchema } from '../model/comparison-set.js';
import { benchSchema, schemaVersion, summarySchema } from '../model/summary.js';
import { sweepSchema } from '../model/sweep.js';

export type JsonSchema = Record<string, unknown>;

/** The published JSON Schema (draft 2020-12) of `summary.json`: `docs/summary.schema.json`. */
export const summaryJsonSchema = (): JsonSchema => published('summary', 'Flimflam run: summary.json', summarySchema);

/** The published JSON Schema (draft 2020-12) of `bench.json`: `docs/bench.schema.json`. */
export const benchJsonSchema = (): JsonSchema => published('bench', 'Flimflam bench: bench.json', benchSchema);

/** The published JSON Schema (draft 2020-12) of `comparison.json`: `docs/comparison.schema.json`. */
export const comparisonJsonSchema = (): JsonSchema =>
  published('comparison', 'Flimflam compare: comparison.json', comparisonSchema);

/** The published JSON Schema (draft 2020-12) of `comparisons.json`: `docs/comparisons.schema.json`. */
export const comparisonSetJsonSchema = (): JsonSchema =>
  published('comparisons', 'Flimflam compare of several workloads: comparisons.json', comparisonSetSchema);

/** The published JSON Schema (draft 2020-12) of `sweep.json`: `docs/sweep.schema.json`. */
export const sweepJsonSchema = (): JsonSchema => published('sweep', 'Flimflam sweep: sweep.json', sweepSchema);

/** The published JSON Schema (draft 2020-12) of `capacity.json`: `docs/capacity.schema.json`. */
export const capacityJsonSchema = (): JsonSchema =>
  published('capacity', 'Flimflam capacity: capacity.json', capacitySchema);

function published(name: string, title: string, schema: z.ZodType): JsonSchema {
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12' });
  // A name, not an address: nothing is fetched from anywhere.
  return { $schema, $id: `urn:flimflam:${name}:${schemaVersion}`, title, ...rest };
}

import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { quoteForShell } from '../../src/units/shell.js';

test.each([
  ['plain/word-1.2:x=y', 'plain/word-1.2:x=y'],
  ['', "''"],
  ['two words', "'two words'"],
  ["it's", String.raw`'it'\''s'`],
  ['~root', "'~root'"],
  ['=x', "'=x'"],
])('%s is quoted %s', (word, quoted) => {
  expect(quoteForShell(word)).toBe(quoted);
});

test('sh reads every word back unchanged', () => {
  // Everything but NUL, which no argument can hold.
  const words = fc.array(
    fc.oneof(
      fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\0', '')),
      fc.string({ unit: fc.constantFrom("'", '"', '\\', '$', '`', '\n', ' ', '*', '~', '!', 'a') }),
    ),
    { minLength: 1, maxLength: 20 },
  );
  fc.assert(
    fc.property(words, (list) => {
      const script = `printf '%s\\0' ${list.map(quoteForShell).join(' ')}`;
      const output = execFileSync('sh', ['-c', script], { encoding: 'utf8' });
      expect(output.split('\0').slice(0, -1)).toEqual(list);
    }),
    { numRuns: 40 },
  );
});

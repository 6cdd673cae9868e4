import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { holm } from '../../src/stats/holm.js';

test.each([
  [[], []],
  [[0.03], [0.03]],
  // 4 x 0.005, 3 x 0.01, 2 x 0.03, and the last not below the one before it.
  [
    [0.01, 0.04, 0.03, 0.005],
    [0.03, 0.06, 0.06, 0.02],
  ],
  [
    [0.6, 0.5],
    [1, 1],
  ],
])('of %j: %j', (probabilities, expected) => {
  expect(holm(probabilities).map((p) => Number(p.toFixed(12)))).toEqual(expected);
});

test('rejects what going down step by step rejects', () => {
  const probabilities = fc.array(fc.constantFrom(0.001, 0.01, 0.0125, 0.017, 0.02, 0.03, 0.05, 0.2, 1), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(probabilities, (ps) => {
      const sorted = ps.toSorted((one, other) => one - other);
      // Holm's own words: stop at the first that is above alpha / (those that are left).
      const stop = sorted.findIndex((p, rank) => p > 0.05 / (ps.length - rank));
      const rejected = stop < 0 ? ps.length : stop;
      const adjusted = holm(ps);
      expect(adjusted.filter((p) => p <= 0.05 + 1e-12)).toHaveLength(rejected);
      expect(adjusted.every((p, at) => p >= ps[at]! && p <= 1)).toBe(true);
    }),
  );
});

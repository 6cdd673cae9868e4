import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { median } from '../../src/stats/median.js';
import { quantile } from '../../src/stats/quantile.js';

test.each([
  // Place (n + 1/3) p + 1/3 of the sorted values, by hand: 5 values, 1/4: 5/3.
  [[1, 2, 3, 4, 5], 0.25, 1.6667],
  [[5, 4, 3, 2, 1], 0.75, 4.3333],
  [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.25, 2.9167],
  [[1, 2, 4, 8, 16, 32, 64, 128, 256, 512], 0.75, 138.6667],
  [[7], 0.25, 7],
  [[1, 2], 0.01, 1],
  [[1, 2], 0.99, 2],
])('of %j at %d: %d', (values, share, expected) => {
  expect(quantile(values, share)).toBeCloseTo(expected, 4);
});

test('the half is the median, and it never leaves the values nor falls', () => {
  const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 30 });
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(values, share, share, (list, one, other) => {
      expect(quantile(list, 0.5)).toBeCloseTo(median(list), 9);
      expect(quantile(list, one)).toBeGreaterThanOrEqual(Math.min(...list));
      expect(quantile(list, one)).toBeLessThanOrEqual(Math.max(...list));
      expect(quantile(list, Math.min(one, other))).toBeLessThanOrEqual(quantile(list, Math.max(one, other)) + 1e-9);
    }),
  );
});

test('no values is a bug', () => {
  expect(() => quantile([], 0.5)).toThrow(RangeError);
});

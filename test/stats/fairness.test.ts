import { assert, array, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { fairnessOf } from '../../src/stats/fairness.js';

test('all the same is 1, one alone is 1/n', () => {
  expect(fairnessOf([7, 7, 7])).toEqual({ count: 3, jain: 1, min: 7, median: 7, max: 7 });
  expect(fairnessOf([0, 0, 0, 5])).toEqual({ count: 4, jain: 0.25, min: 0, median: 0, max: 5 });
  expect(fairnessOf([0, 0])).toMatchObject({ jain: null });
  expect(fairnessOf([])).toBeNull();
});

// From the paper: of 100 dollars 20 of 100 people get 5 each, which is fair to a fifth.
test('the example of its authors', () => {
  expect(fairnessOf(Array.from({ length: 100 }, (_, at) => (at < 20 ? 5 : 0)))!.jain).toBeCloseTo(0.2, 12);
});

test('it lies between 1/n and 1, whatever the unit', () => {
  assert(
    property(array(integer({ min: 1, max: 1e12 }), { minLength: 1, maxLength: 50 }), (shares) => {
      const { jain } = fairnessOf(shares)!;
      expect(jain).toBeGreaterThanOrEqual(1 / shares.length - 1e-9);
      expect(jain).toBeLessThanOrEqual(1 + 1e-9);
      expect(fairnessOf(shares.map((share) => share * 8))!.jain).toBeCloseTo(jain!, 9);
    }),
  );
});

import { assert, double, array, property } from 'fast-check';
import { expect, test } from 'vitest';
import { median } from '../../src/stats/median.js';
import { medianInterval } from '../../src/stats/median-interval.js';
import { randomFrom } from '../../src/stats/shuffle.js';

const upTo = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1);

// By hand: 1 - 2 (C(n,0) + ... + C(n,k-1)) / 2^n.
test.each([
  [6, 1, 6, 0.9688],
  [8, 1, 8, 0.9922],
  [9, 2, 8, 0.9609],
  [10, 2, 9, 0.9785],
  [15, 4, 12, 0.9648],
  [20, 6, 15, 0.9586],
  [100, 40, 61, 0.9648],
])('of %d values from the %d. to the %d.', (count, low, high, level) => {
  const found = medianInterval(upTo(count));
  expect(found).toMatchObject({ low, high });
  expect(found!.level).toBeCloseTo(level, 4);
});

test('fewer than 6 values bear none', () => {
  for (const count of [0, 1, 2, 3, 4, 5]) expect(medianInterval(upTo(count))).toBeNull();
});

test('1000 values are not too many for the arithmetic', () => {
  expect(medianInterval(upTo(1000))).toMatchObject({ low: 469, high: 532 });
});

test('it holds the median of the values, whatever their order, and leaves them as they are', () => {
  assert(
    property(array(double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 6, maxLength: 40 }), (values) => {
      const before = [...values];
      const { low, high, level } = medianInterval(values)!;
      expect(values).toEqual(before);
      expect(low).toBeLessThanOrEqual(median(values));
      expect(high).toBeGreaterThanOrEqual(median(values));
      expect(level).toBeGreaterThanOrEqual(0.95);
      expect(medianInterval(values.toReversed())).toEqual({ low, high, level });
    }),
  );
});

test('of 4000 skewed samples it misses the true median as seldom as it says', () => {
  const random = randomFrom(3);
  const missed = upTo(4000).filter(() => {
    const { low, high } = medianInterval(Array.from({ length: 9 }, () => -Math.log(1 - random())))!;
    return low > Math.LN2 || high < Math.LN2;
  });
  // 3.9 %, and four standard errors.
  expect(Math.abs(missed.length / 4000 - 0.0391)).toBeLessThan(4 * Math.sqrt((0.0391 * 0.9609) / 4000));
});

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { median, range } from '../../src/stats/median.js';

test.each([
  [[3], 3],
  [[3, 1, 2], 2],
  [[4, 1, 3, 2], 2.5],
  [[Number.MAX_VALUE, Number.MAX_VALUE], Number.MAX_VALUE],
])('the median of %j is %d', (values, expected) => {
  expect(median(values)).toBe(expected);
});

test('as many values lie below the median as above it, and it lies in the range', () => {
  fc.assert(
    fc.property(fc.array(fc.integer(), { minLength: 1 }), (values) => {
      const middle = median(values);
      const { min, max } = range(values);
      expect(values.filter((value) => value < middle).length).toBeLessThanOrEqual(values.length / 2);
      expect(values.filter((value) => value > middle).length).toBeLessThanOrEqual(values.length / 2);
      expect(middle >= min && middle <= max).toBe(true);
    }),
  );
});

test('the values stay in their order', () => {
  const values = [3, 1, 2];
  median(values);
  expect(values).toEqual([3, 1, 2]);
});

test('no values is a bug', () => {
  expect(() => median([])).toThrow(RangeError);
  expect(() => range([])).toThrow(RangeError);
});

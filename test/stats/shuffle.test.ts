import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomFrom, shuffled } from '../../src/stats/shuffle.js';

test('a permutation, that leaves its input alone', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.integer({ min: 0, max: 2 ** 32 - 1 }), (values, seed) => {
      const before = [...values];
      const result = shuffled(values, randomFrom(seed));
      expect(values).toEqual(before);
      expect(result.toSorted((a, b) => a - b)).toEqual(before.toSorted((a, b) => a - b));
    }),
  );
});

test('the same seed gives the same order, today and in every version', () => {
  const letters = 'abcdefgh'.split('');
  const order = (seed: number): string => shuffled(letters, randomFrom(seed)).join('');
  expect(order(4711)).toBe(order(4711));
  expect([order(0), order(1), order(4711)]).toMatchInlineSnapshot(`
    [
      "ehdfgbac",
      "cbghedaf",
      "edbghafc",
    ]
  `);
});

test('every order is about equally likely', () => {
  const random = randomFrom(1);
  const seen = new Map<string, number>();
  const draws = 24_000;
  for (let draw = 0; draw < draws; draw += 1) {
    const order = shuffled(['a', 'b', 'c', 'd'], random).join('');
    seen.set(order, (seen.get(order) ?? 0) + 1);
  }
  expect(seen.size).toBe(24);
  // Chi-squared with 23 degrees of freedom exceeds 49.7 with probability 0.001; the seed is fixed.
  const expected = draws / 24;
  const chiSquared = [...seen.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  expect(chiSquared).toBeLessThan(49.7);
});

test('numbers are in [0, 1), whatever the seed', () => {
  for (const seed of [0, 1, 2 ** 31, 2 ** 32 - 1]) {
    const random = randomFrom(seed);
    const numbers = Array.from({ length: 1000 }, random);
    expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
    const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.05);
  }
});

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { blockSizes, canJudge, pairOrders } from '../../src/stats/pair-orders.js';

const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const aFirst = (order: readonly string[]): number => order.filter((side) => side === 'a').length;

test('five of each ten pairs begin with A, and ten pairs are the beginning of thirty', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const thirty = pairOrders(seed, 30);
      for (const begin of [0, 10, 20]) expect(aFirst(thirty.slice(begin, begin + 10))).toBe(5);
      expect(pairOrders(seed, 10)).toEqual(thirty.slice(0, 10));
      expect(pairOrders(seed, 20)).toEqual(thirty.slice(0, 20));
    }),
  );
});

test('any other number is one block, as balanced as it can be', () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 1, max: 100 }), (seed, pairs) => {
      const order = pairOrders(seed, pairs);
      expect(order).toHaveLength(pairs);
      expect(Math.abs(2 * aFirst(order) - pairs)).toBe(pairs % 2);
    }),
  );
});

test('the same seed gives the same order, today and in every version', () => {
  expect([pairOrders(0, 10), pairOrders(4711, 10), pairOrders(1, 7)].map((order) => order.join('')))
    .toMatchInlineSnapshot(`
    [
      "abbabbbaaa",
      "babaabbaba",
      "aabbbaa",
    ]
  `);
});

test('all 252 orders of a block are about equally likely', () => {
  const seen = new Map<string, number>();
  const draws = 25_200;
  for (let seed = 0; seed < draws; seed++) {
    const order = pairOrders(seed, 10).join('');
    seen.set(order, (seen.get(order) ?? 0) + 1);
  }
  expect(seen.size).toBe(252);
  // Chi-squared with 251 degrees of freedom exceeds 325 with probability 0.001; the seeds are fixed.
  const chiSquared = [...seen.values()].reduce((sum, count) => sum + (count - 100) ** 2 / 100, 0);
  expect(chiSquared).toBeLessThan(325);
});

test('one of three pairs is first once more on either side', () => {
  const counts = Array.from({ length: 200 }, (_, seed) => aFirst(pairOrders(seed, 3)));
  expect(new Set(counts)).toEqual(new Set([1, 2]));
});

test.each([
  [8, [8]],
  [10, [10]],
  [12, [12]],
  [20, [10, 10]],
  [30, [10, 10, 10]],
  [40, [40]],
  [7, [7]],
])('%d pairs are blocks of %j', (pairs, blocks) => {
  expect(blockSizes(pairs)).toEqual(blocks);
});

test.each([0, -2, 2.5, Number.NaN])('%d pairs is a bug', (pairs) => {
  expect(() => blockSizes(pairs)).toThrow(RangeError);
});

test('an even number of at least eight can be judged', () => {
  expect([1, 2, 6, 7, 8, 9, 10, 15, 30, 31, 100].filter(canJudge)).toEqual([8, 10, 30, 100]);
});

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { convolved, largestK, mannWhitney, nullDistribution, twoSided } from '../../src/stats/mann-whitney.js';

/** How often the first group wins, over all ways to deal the ranks 1 .. a + b to the two groups. */
function byEnumeration(a: number, b: number): number[] {
  const counts = Array<number>(a * b + 1).fill(0);
  const ranks = Array.from({ length: a + b }, (_, rank) => rank);
  for (let bits = 0; bits < 2 ** (a + b); bits++) {
    const first = ranks.filter((rank) => bits & (1 << rank));
    if (first.length !== a) continue;
    const second = ranks.filter((rank) => !(bits & (1 << rank)));
    const wins = first.reduce((sum, one) => sum + second.filter((other) => one > other).length, 0);
    counts[wins]! += 1;
  }
  const deals = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => count / deals);
}

const closeTo = (expected: readonly number[]): unknown[] => expected.map((p) => expect.closeTo(p, 13) as unknown);

test.each([
  [1, 1],
  [2, 2],
  [3, 3],
  [4, 4],
  [5, 5],
  [6, 6],
  [2, 5],
  [5, 2],
  [1, 7],
  [4, 3],
] as const)('%d and %d values: as by dealing all ranks', (a, b) => {
  expect(mannWhitney([a, b])).toEqual(closeTo(byEnumeration(a, b)));
});

test.each([
  [[0, 3], [1]],
  [[3, 0], [1]],
  [[0, 0], [1]],
] as const)('no values of a group never win: %j', (sizes, expected) => {
  expect(mannWhitney(sizes)).toEqual(expected);
});

test('the table of Mann and Whitney for five and five', () => {
  const distribution = mannWhitney([5, 5]);
  const cumulated = Array.from({ length: 13 }, (_, u) => distribution.slice(0, u + 1).reduce((sum, p) => sum + p, 0));
  expect(cumulated.map((p) => p.toFixed(3)).join(' ')).toBe(
    '0.004 0.008 0.016 0.028 0.048 0.075 0.111 0.155 0.210 0.274 0.345 0.421 0.500',
  );
});

// Two-sided critical values of U at 5 %, as in the tables of textbooks.
test.each([
  [4, 0],
  [5, 2],
  [6, 5],
  [7, 8],
  [8, 13],
  [9, 17],
  [10, 23],
  [11, 30],
  [12, 37],
  [13, 45],
  [14, 55],
  [15, 64],
  [16, 75],
  [17, 87],
  [18, 99],
  [19, 113],
  [20, 127],
])('%d and %d values of each side: k as in the tables', (n, k) => {
  expect(largestK(mannWhitney([n, n]), 0.05)).toBe(k);
});

test('three and three values can never reject at 5 %', () => {
  expect(largestK(mannWhitney([3, 3]), 0.05)).toBeNull();
  // 2 of 20 orders: what is exactly the error rate does not exceed it.
  expect(largestK(mannWhitney([3, 3]), 0.1)).toBe(0);
});

test('blocks add up: as by dealing the ranks of each block', () => {
  const [one, other] = [byEnumeration(3, 3), byEnumeration(2, 3)];
  const sums = Array<number>(one.length + other.length - 1).fill(0);
  for (const [i, p] of one.entries()) for (const [j, q] of other.entries()) sums[i + j]! += p * q;
  const blocks = nullDistribution([
    [3, 3],
    [2, 3],
  ]);
  expect(blocks).toEqual(closeTo(sums));
  expect(convolved(other, one)).toEqual(closeTo(sums));
  expect(nullDistribution([])).toEqual([1]);
});

test('they are distributions, symmetric, with the known mean and variance', () => {
  const sizes = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }));
  fc.assert(
    fc.property(fc.array(sizes, { minLength: 1, maxLength: 3 }), (blocks) => {
      const distribution = nullDistribution(blocks);
      const sum = (of: (u: number) => number): number => distribution.reduce((all, p, u) => all + p * of(u), 0);
      expect(sum(() => 1)).toBeCloseTo(1, 12);
      expect(distribution.toReversed()).toEqual(closeTo(distribution));
      const mean = blocks.reduce((all, [a, b]) => all + (a * b) / 2, 0);
      expect(sum((u) => u)).toBeCloseTo(mean, 9);
      const variance = blocks.reduce((all, [a, b]) => all + (a * b * (a + b + 1)) / 12, 0);
      expect(sum((u) => (u - mean) ** 2)).toBeCloseTo(variance, 8);
    }),
    { numRuns: 30 },
  );
});

test('both tails, at most everything', () => {
  const distribution = mannWhitney([5, 5]);
  expect(twoSided(distribution, -1)).toBe(0);
  expect(twoSided(distribution, 0)).toBeCloseTo(2 / 252, 14);
  expect(twoSided(distribution, 25)).toBe(1);
});

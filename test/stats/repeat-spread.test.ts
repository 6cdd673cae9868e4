import { expect, test } from 'vitest';
import { median } from '../../src/stats/median.js';
import { bandOfMedians, repeatSpread, spreadOfPairs, studentQuantile } from '../../src/stats/repeat-spread.js';
import { randomFrom } from '../../src/stats/shuffle.js';

// From tables of Student's distribution.
test.each([
  [4, 2.7764],
  [5, 2.5706],
  [10, 2.2281],
  [30, 2.0423],
  [1000, 1.9623],
])('the quantile with %i degrees of freedom', (freedom, expected) => {
  expect(studentQuantile(freedom)).toBeCloseTo(expected, 2);
});

test('the scatter is pooled over groups, around the mean of each', () => {
  const step = Math.exp(0.02);
  const spread = repeatSpread([[100, 100 * step], [900, 900 * step], [5, 5 * step], [7, 7 * step], [1], []]);
  expect(spread?.freedom).toBe(4);
  // Two values 0.02 apart have the variance 0.02 ** 2 / 2.
  expect(spread?.deviation).toBeCloseTo(0.02 / Math.SQRT2, 12);
});

test('too few repeats, and repeats that are all alike, tell nothing', () => {
  expect(repeatSpread([])).toBeNull();
  expect(repeatSpread([[1, 2, 3, 4]])).toBeNull();
  expect(repeatSpread([[5, 5, 5, 5, 5, 5]])).toBeNull();
});

test('a pair scatters by more than a run', () => {
  expect(spreadOfPairs(0.03, 21)).toEqual({ deviation: 0.03 / Math.SQRT2, freedom: 20 });
});

test('more runs make the band narrower', () => {
  const spread = { deviation: 0.02, freedom: 10 };
  const widths = [1, 2, 4, 6, 10].map((count) => bandOfMedians(spread, count, count));
  expect(widths).toEqual(widths.toSorted((a, b) => b - a));
  expect(widths[0]).toBeCloseTo(2.228 * 0.02 * Math.SQRT2, 4);
});

test.each([
  [1, 1],
  [3, 2],
  [5, 5],
])('of medians of %i and %i runs that nothing moved at most one in 20 lies beyond the band', (first, second) => {
  const random = randomFrom(4711);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const some = (count: number): number[] => Array.from({ length: count }, () => 1e9 * Math.exp(0.02 * normal()));
  const rounds = 4000;
  let beyond = 0;
  for (let round = 0; round < rounds; round++) {
    const [a, b] = [some(first), some(second)];
    // Others of the same builds.
    const spread = repeatSpread([a, b, some(5), some(4)])!;
    if (Math.abs(Math.log(median(a) / median(b))) > bandOfMedians(spread, first, second)) beyond++;
  }
  expect(beyond / rounds).toBeLessThan(0.06);
  expect(beyond / rounds).toBeGreaterThan(0.01);
});

// Our statistics against simple-statistics, which was written by others from other sources.
import { array, assert, constantFrom, double, integer, property, tuple } from 'fast-check';
import * as oracle from 'simple-statistics';
import { expect, test } from 'vitest';
import { binomialInterval } from '../../src/stats/binomial.js';
import { byOrder, combinations, compareBlocks, exactP, type Pair } from '../../src/stats/comparison.js';
import { blocksOf } from '../../src/stats/looks.js';
import { mannWhitney, nullDistribution, twoSided } from '../../src/stats/mann-whitney.js';
import { median, range } from '../../src/stats/median.js';
import { pairNoise } from '../../src/stats/pair-noise.js';
import { quantile } from '../../src/stats/quantile.js';
import { fixedSchedule } from '../../src/stats/schedule.js';
import { pairsWithTies } from './pairs.js';

const anyNumbers = array(double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 60 });
const withTies = array(integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 12 });
const share = double({ min: 0, max: 1, noNaN: true });

/** As near as two orders of the same sums let numbers of this size be. */
const near = (values: readonly number[]): number => 1e-13 * Math.max(1, ...values.map(Math.abs));

test('the median and the range', () => {
  assert(
    property(anyNumbers, (values) => {
      expect(Math.abs(median(values) - oracle.median(values))).toBeLessThanOrEqual(near(values));
      expect(range(values)).toEqual({ min: oracle.min(values), max: oracle.max(values) });
    }),
  );
});

// Definition 7 of Hyndman and Fan (R's default) reads the sorted values at the place (n - 1) p, definition 8, which is
// ours, at (n + 1/3) p - 2/3, held between the ends. They agree for the median and at the ends, and nowhere else.
test('quantiles agree where definitions 7 and 8 do', () => {
  assert(
    property(anyNumbers, (values) => {
      for (const p of [0, 0.5, 1]) {
        expect(Math.abs(quantile(values, p) - oracle.quantile(values, p))).toBeLessThanOrEqual(near(values));
      }
    }),
  );
  expect([quantile([1, 2, 3, 4, 5], 0.25), oracle.quantile([1, 2, 3, 4, 5], 0.25)]).toEqual([
    expect.closeTo(5 / 3, 12),
    2,
  ]);
});

test('a quantile of definition 8 is the one of definition 7 at the share that leads to the same place', () => {
  assert(
    property(anyNumbers, share, (values, p) => {
      const place = (values.length + 1 / 3) * p - 2 / 3;
      const same = values.length === 1 ? p : Math.min(1, Math.max(0, place / (values.length - 1)));
      // The place is rounded in either: 1e-13 of values that lie up to 2e9 apart.
      expect(Math.abs(quantile(values, p) - oracle.quantile(values, same))).toBeLessThanOrEqual(100 * near(values));
    }),
  );
});

/** The rank sum less the least it can be is U: each a > b counts 1, each tie one half. */
const uOf = (a: number[], b: number[]): number => oracle.wilcoxonRankSum(a, b) - (a.length * (a.length + 1)) / 2;

test('counting the combinations above zero gives U of the rank sum, ties one half', () => {
  assert(
    property(withTies, withTies, (a, b) => {
      const differences = combinations([{ aFirst: a, bFirst: b }], (one, other) => one - other);
      expect(differences).toHaveLength(a.length * b.length);
      const count = (of: (d: number) => boolean): number => differences.filter(of).length;
      expect(count((d) => d > 0) + count((d) => d === 0) / 2).toBe(uOf(a, b));
    }),
  );
});

test('a comparison is the rank-sum test of each block, their U added up', () => {
  const anyPairs = constantFrom(8, 10, 20, 30).chain(pairsWithTies);
  assert(
    property(anyPairs, (pairs) => {
      const groups = blocksOf(fixedSchedule(pairs.length), pairs).map(byOrder);
      const u = groups.reduce((sum, { aFirst, bFirst }) => sum + uOf(aFirst, bFirst), 0);
      const most = groups.reduce((sum, { aFirst, bFirst }) => sum + aFirst.length * bFirst.length, 0);
      const ties = combinations(groups, (a, b) => a - b).filter((d) => d === 0).length;
      const distribution = nullDistribution(groups.map(({ aFirst, bFirst }) => [aFirst.length, bFirst.length]));
      // Ties count against a difference: as if each were on the side of the few.
      const fewest = Math.min(u, most - u) + ties / 2;
      expect(exactP(blocksOf(fixedSchedule(pairs.length), pairs))).toBe(twoSided(distribution, fewest));
      const { k } = fixedSchedule(pairs.length).looks[0]!;
      const { differs, log } = compareBlocks(blocksOf(fixedSchedule(pairs.length), pairs), k)!;
      expect(differs).toBe(fewest <= k);
      expect(log.lower > 0 || log.upper < 0).toBe(fewest <= k);
    }),
  );
});

test('the distribution of U for five and five: the rank sums of all 252 deals', () => {
  const ranks = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
  const deals = oracle.combinations(ranks, 5);
  expect(deals).toHaveLength(252);
  const counts = Array<number>(26).fill(0);
  for (const first of deals) {
    const second = ranks.filter((rank) => !first.includes(rank));
    counts[uOf(first, second)]! += 1;
  }
  const distribution = mannWhitney([5, 5]);
  expect(distribution).toEqual(counts.map((count) => expect.closeTo(count / 252, 14) as unknown));
});

test('the variance of U is that of its distribution', () => {
  const sizes = tuple(integer({ min: 2, max: 8 }), integer({ min: 2, max: 8 }));
  assert(
    property(sizes, ([a, b]) => {
      const distribution = mannWhitney([a, b]);
      // As many of each value as its probability has deals: the library knows samples, no distributions.
      const deals = oracle.factorial(a + b) / oracle.factorial(a) / oracle.factorial(b);
      const sample = distribution.flatMap((p, u) => Array<number>(Math.round(p * deals)).fill(u));
      expect(sample).toHaveLength(Math.round(deals));
      expect(oracle.mean(sample)).toBeCloseTo((a * b) / 2, 9);
      expect(oracle.variance(sample)).toBeCloseTo((a * b * (a + b + 1)) / 12, 8);
    }),
    { numRuns: 20 },
  );
});

test('the noise of normal pairs is their standard deviation', () => {
  // The library's own normal quantiles are good to three digits, and its table goes by hundredths.
  const normal = Array.from({ length: 401 }, (_, at) => 0.03 * oracle.probit((at + 0.5) / 401));
  const pairs = normal.flatMap((x): Pair[] => [
    { first: 'a', a: 1, b: Math.exp(x) },
    { first: 'b', a: Math.exp(x), b: 1 },
  ]);
  expect(pairNoise(pairs)! / oracle.sampleStandardDeviation(normal)).toBeCloseTo(1, 1);
  expect(oracle.cumulativeStdNormalProbability(1.349 / 2)).toBeCloseTo(0.75, 2);
});

test('the binomial interval holds the truth about 95 times of 100, whatever the truth', () => {
  const coverages = [20, 50, 100].flatMap((trials) =>
    Array.from({ length: 37 }, (_, at) => 0.05 + 0.025 * at).map((truth) =>
      oracle
        .binomialDistribution(trials, truth)!
        .reduce((sum, probability, events) => sum + (holds(events, trials, truth) ? probability : 0), 0),
    ),
  );
  // L. D. Brown, T. T. Cai, A. DasGupta (2001), section 3: near 0.95 on average, and seldom much below.
  expect(oracle.mean(coverages)).toBeCloseTo(0.95, 2);
  expect(Math.min(...coverages)).toBeGreaterThan(0.91);
});

function holds(events: number, trials: number, truth: number): boolean {
  const { lower, upper } = binomialInterval(events, trials)!;
  return lower <= truth && truth <= upper;
}

/**
 * The change from A to B of one metric, from pairs of runs in random order: estimate and interval of the shift between
 * the pairs with A first and those with B first (J. L. Hodges, E. L. Lehmann, Annals of Mathematical Statistics 34 (1963)
 * 598-611; E. L. Lehmann, "Nonparametrics", 1975, chapters 2 and 3), on a log scale, so that it is a ratio.
 * Runs as the unit, and ratios with intervals: T. Kalibera, R. Jones, "Rigorous benchmarking in reasonable time", ISMM 2013.
 */
import { ExpectedError } from '../errors.js';
import { largestK, nullDistribution, twoSided, type GroupSizes } from './mann-whitney.js';
import { median } from './median.js';
import type { Side } from './pair-orders.js';
import { errorRate } from './schedule.js';

/** One metric in two runs back to back; in any unit, above zero. */
export interface Pair {
  first: Side;
  a: number;
  b: number;
}

/** An estimate with its interval. */
export interface Interval {
  estimate: number;
  lower: number;
  upper: number;
}

export interface Comparison {
  pairs: number;
  /** (B - A) / A: 0.03 is 3 % more. */
  change: Interval;
  /** ln(B / A), which the change is made of: turning the sides turns its sign and nothing else. */
  log: Interval;
  /** Whether the interval is wholly above or below 0, which is the same as that the test rejects "no difference". */
  differs: boolean;
  /** With which probability this interval, were it the only one, contains the truth. */
  level: number;
}

/** The quotient of any two values in this range is a number again. */
const [smallest, largest] = [1e-150, 1e150];

/** Whether a metric with these values can be compared: all are numbers above zero. A metric that fails has no row. */
export const canCompare = (values: readonly (number | null)[]): boolean =>
  values.length > 0 && values.every((value) => value !== null && value >= smallest && value <= largest);

/**
 * Compares the two sides over blocks of pairs, of which each had its order drawn by itself. `k` is that of a look;
 * without it the largest for an interval of at least 95 %, or 0 with so few pairs that there is none. Null with fewer
 * than three pairs, or when one side was always first: then there is no interval at all. Throws an expected error when
 * a value is not above zero.
 */
export function compareBlocks(blocks: readonly (readonly Pair[])[], k?: number): Comparison | null {
  const groups = blocks.map(byOrder);
  const distribution = nullDistribution(groups.map(sizesOf));
  const drop = k ?? largestK(distribution, errorRate) ?? 0;
  const error = twoSided(distribution, drop);
  const differences = combinations(groups, (a, b) => (a - b) / 2);
  // With two pairs the interval would be a point, and with k too large its ends would cross.
  if (error >= 1) return null;
  const log = intervalOf(differences, drop);
  const { notAbove, notBelow } = signs(differences);
  return {
    pairs: blocks.flat().length,
    change: changeOf(log),
    log,
    differs: Math.min(notAbove, notBelow) <= drop,
    level: 1 - error,
  };
}

/**
 * The exact two-sided probability, were there no difference, of what was seen or more, for pairs that are judged once;
 * with ties at most too large. Not for a look among several, of which none has a p-value of its own.
 */
export function exactP(blocks: readonly (readonly Pair[])[]): number {
  const groups = blocks.map(byOrder);
  const { notAbove, notBelow } = signs(combinations(groups, (a, b) => (a - b) / 2));
  return twoSided(nullDistribution(groups.map(sizesOf)), Math.min(notAbove, notBelow));
}

/** ln(second run / first run) of the pairs of a block, by the side that was first. */
export interface OrderGroups {
  aFirst: number[];
  bFirst: number[];
}

export function byOrder(block: readonly Pair[]): OrderGroups {
  const of = (side: Side): number[] => block.filter(({ first }) => first === side).map(secondToFirst);
  return { aFirst: of('a'), bFirst: of('b') };
}

export const sizesOf = ({ aFirst, bFirst }: OrderGroups): GroupSizes => [aFirst.length, bFirst.length];

function secondToFirst({ first, a, b }: Pair): number {
  if (!canCompare([a, b])) {
    throw new ExpectedError(
      'not-positive',
      `values of ${a} and ${b} have no ratio, because one of them is not above zero`,
      'leave this metric out of the comparison',
    );
  }
  // The log of the quotient, not the difference of logs: equal ratios of different values are then exactly equal.
  return Math.log(first === 'a' ? b / a : a / b);
}

/** What is made of each A-first pair with each B-first pair of the same block, over all blocks, sorted. */
export function combinations(
  groups: readonly OrderGroups[],
  combine: (aFirst: number, bFirst: number) => number,
): number[] {
  return groups
    .flatMap(({ aFirst, bFirst }) => aFirst.flatMap((a) => bFirst.map((b) => combine(a, b))))
    .sort((one, other) => one - other);
}

/** The median of sorted values, and the values that remain at the ends when k are left out at either. */
export function intervalOf(sorted: readonly number[], k: number): Interval {
  return { estimate: median(sorted), lower: sorted[k]!, upper: sorted[sorted.length - 1 - k]! };
}

export const changeOf = ({ estimate, lower, upper }: Interval): Interval => ({
  estimate: Math.expm1(estimate),
  lower: Math.expm1(lower),
  upper: Math.expm1(upper),
});

/** Zeros count on both sides, so that ties never make test and interval disagree. */
function signs(differences: readonly number[]): { notAbove: number; notBelow: number } {
  return {
    notAbove: differences.filter((d) => d <= 0).length,
    notBelow: differences.filter((d) => d >= 0).length,
  };
}

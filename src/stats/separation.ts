import { median, range } from './median.js';

/** Captures of each side from which on a difference is believed: below it chance separates too much. */
export const leastCaptures = 5;

/**
 * How often all of `a` values lie above or below all of `b` values when both come from the same distribution:
 * 2 of the C(a + b, a) orders, which are then equally likely. 5 and 5: 2/252 = 0.8 %.
 */
export function separationByChance(a: number, b: number): number {
  let orders = 1;
  for (let taken = 1; taken <= a; taken++) orders = (orders * (b + taken)) / taken;
  return 2 / orders;
}

/** 1 when every value of B is above every one of A, -1 when below, else 0; a tie separates nothing. */
export function separation(a: readonly number[], b: readonly number[]): -1 | 0 | 1 {
  if (Math.min(...b) > Math.max(...a)) return 1;
  return Math.max(...b) < Math.min(...a) ? -1 : 0;
}

/** Where the values of a side lie. */
export interface Spread {
  median: number;
  min: number;
  max: number;
}

export const spreadOf = (values: readonly number[]): Spread => ({ median: median(values), ...range(values) });

/** What one run has of each thing, by a key of its own; what is not there is 0. */
export type Amounts = ReadonlyMap<string, number>;

export interface Separated {
  key: string;
  a: Spread;
  b: Spread;
}

/**
 * The things of which all runs of one side have more than any of the other, the largest difference of medians first, and
 * how many were compared. A difference below `least` is not shown, and a thing that reaches it in no run not compared:
 * which those are does not depend on which run is of which side, so that the share that chance shows is of the compared.
 */
export function separatedAmounts(
  a: readonly Amounts[],
  b: readonly Amounts[],
  least: number,
): { compared: number; separated: Separated[] } {
  const keys = new Set([...a, ...b].flatMap((amounts) => Array.from(amounts.keys())));
  const of = (runs: readonly Amounts[], key: string): number[] => runs.map((amounts) => amounts.get(key) ?? 0);
  const compared = [...keys].filter((key) => Math.max(...of([...a, ...b], key)) >= least);
  const separated = compared
    .filter((key) => separation(of(a, key), of(b, key)) !== 0)
    .map((key): Separated => ({ key, a: spreadOf(of(a, key)), b: spreadOf(of(b, key)) }))
    .filter((one) => sizeOf(one) >= least);
  return { compared: compared.length, separated: separated.toSorted(larger) };
}

export const sizeOf = ({ a, b }: Pick<Separated, 'a' | 'b'>): number => Math.abs(b.median - a.median);

/** Of equals the one first whose key comes first: the same figures always give the same order. */
const larger = (x: Separated, y: Separated): number => sizeOf(y) - sizeOf(x) || (x.key < y.key ? -1 : 1);

/**
 * When a comparison may stop, and how surely. Looking several times at data that grow calls more than one look does
 * (S. J. Pocock, Biometrika 64 (1977) 191-199; P. C. O'Brien, T. R. Fleming, Biometrics 35 (1979) 549-556), so each look
 * has a stricter threshold. Here the probabilities of the looks are added up (Bonferroni): that holds for the intervals
 * too, all of them at once, and so for any reason to stop at a look.
 */
import { convolved, largestK, mannWhitney, nullDistribution, twoSided, type GroupSizes } from './mann-whitney.js';
import { blockSizes, canJudge, pairsPerBlock } from './pair-orders.js';

/** What all looks of a comparison together may call by chance. */
export const errorRate = 0.05;

/** A moment at which the pairs so far are judged. */
export interface Look {
  pairs: number;
  /** Of the sorted differences so many are left out at either end. */
  k: number;
  /** How often this look alone calls a difference where there is none. */
  error: number;
}

export interface Schedule {
  /** The most pairs that are run. */
  pairs: number;
  /** Pairs in each block. */
  blocks: number[];
  /** In their order; none when so many pairs give no verdict. */
  looks: Look[];
  /** All intervals that the looks show contain the truth with at least this probability; null without looks. */
  level: number | null;
}

/**
 * k at 10, 20 and 30 pairs. The first can be nothing but 0; 8 leaves most of the 5 % to the last look, where 19 is the
 * largest k with which the three together stay below it.
 */
const kAtLooks = [0, 8, 19];

/** So many pairs, judged once, at the end. */
export function fixedSchedule(pairs: number): Schedule {
  const blocks = blockSizes(pairs);
  if (!canJudge(pairs)) return { pairs, blocks, looks: [], level: null };
  const distribution = nullDistribution(blocks.map(groupsOf));
  const k = largestK(distribution, errorRate);
  if (k === null) throw new RangeError(`${pairs} pairs can never reject`);
  return scheduleOf(blocks, [{ pairs, k, error: twoSided(distribution, k) }]);
}

/** At most 10, 20 or 30 pairs, judged after each block. At most 10 are one look, and so the same as a fixed number. */
export function looksSchedule(most: 10 | 20 | 30): Schedule {
  const blocks = blockSizes(most);
  if (blocks.length === 1) return fixedSchedule(most);
  const looks = blocks.map((_, last): Look => {
    const soFar = blocks.slice(0, last + 1);
    const k = kAtLooks[last]!;
    return { pairs: pairsPerBlock * soFar.length, k, error: twoSided(nullDistribution(soFar.map(groupsOf)), k) };
  });
  return scheduleOf(blocks, looks);
}

function scheduleOf(blocks: number[], looks: Look[]): Schedule {
  const pairs = blocks.reduce((sum, size) => sum + size, 0);
  return { pairs, blocks, looks, level: 1 - looks.reduce((sum, { error }) => sum + error, 0) };
}

/** How often a comparison with these looks, which stops at the first call, calls a difference where there is none. */
export function totalError({ looks }: Schedule): number {
  const block = mannWhitney([pairsPerBlock / 2, pairsPerBlock / 2]);
  if (looks.length < 2) return looks[0]?.error ?? 0;
  let called = 0;
  // Of comparisons that no look has called yet, by #{d > 0}.
  let open = [1];
  for (const { k } of looks) {
    const reached = convolved(open, block);
    const most = reached.length - 1;
    open = reached.map((p, u) => (u <= k || u >= most - k ? 0 : p));
    called += reached.reduce((sum, p, u) => sum + p - open[u]!, 0);
  }
  return called;
}

const groupsOf = (size: number): GroupSizes => [size / 2, size / 2];

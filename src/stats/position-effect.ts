import { byOrder, changeOf, combinations, intervalOf, sizesOf, type Interval, type Pair } from './comparison.js';
import { largestK, nullDistribution } from './mann-whitney.js';
import { errorRate } from './schedule.js';

/**
 * How much more the second run of a pair shows than the first, whichever side it is: 0.02 is 2 %. The difference between
 * the sides cancels in (s_a + s_b) / 2, of an A-first and a B-first pair, as the position does in (s_a - s_b) / 2. The
 * interval is of the same order statistics. But nobody draws the position, so its 95 % rest on more than the order: that
 * the noise of a pair is as likely up as down. It never enters a verdict.
 * Null when there are too few pairs for 95 %.
 */
export function positionEffect(blocks: readonly (readonly Pair[])[]): Interval | null {
  const groups = blocks.map(byOrder);
  const k = largestK(nullDistribution(groups.map(sizesOf)), errorRate);
  if (k === null) return null;
  return changeOf(
    intervalOf(
      combinations(groups, (a, b) => (a + b) / 2),
      k,
    ),
  );
}

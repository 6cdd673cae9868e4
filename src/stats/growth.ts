import { median } from './median.js';

/** A value at a time, in seconds. */
export interface Point {
  time: number;
  value: number;
}

/** A slope by the second. */
export interface Slope {
  estimate: number;
  /** The ends of its 95 % interval. */
  interval: readonly [low: number, high: number];
}

/** Few blocks are long ones, and long ones know less of each other; with fewer than these an interval is hardly one. */
const blockCount = 12;

/**
 * Student's t of 97.5 % with `blockCount` - 2 degrees of freedom. The normal quantile of Sen's interval is for many values, and
 * here the correlation of the blocks is estimated from the same few.
 */
const quantile = 2.228;

/** A correlation of neighbours above this cannot be told from growth. */
const highestCorrelation = 0.8;

/**
 * How fast a series grows: the Theil-Sen slope (Sen, "Estimates of the regression coefficient based on Kendall's tau", 1968)
 * of the means of equal blocks of time, which a spike or a step hardly moves. Samples of memory that follow each other
 * are alike, so that an interval from all of them would be much too narrow: means of long blocks (Conway, 1963) are nearly
 * independent, and the variance of Kendall's S is raised by what correlation is left between neighbours (Hamed and
 * Rao, 1998). Null with fewer than two values in any block.
 */
export function slopeOf(points: readonly Point[], { from, to }: { from: number; to: number }): Slope | null {
  const blocks = blockMeans(points, from, to);
  if (blocks === null) return null;
  const slopes = pairSlopes(blocks).sort((a, b) => a - b);
  const estimate = median(slopes);
  const n = blockCount;
  const independent = (n * (n - 1) * (2 * n + 5)) / 18;
  const rest = blocks.map(({ time, value }) => value - estimate * time);
  const half = (quantile * Math.sqrt(independent * inflation(rest))) / 2;
  const low = Math.floor(slopes.length / 2 - half);
  const high = Math.ceil(slopes.length / 2 + half) - 1;
  return { estimate, interval: [at(slopes, low), at(slopes, high)] };
}

/** A rank that the pairs do not have: the outermost is then the best that is known. */
const at = (sorted: readonly number[], rank: number): number => sorted[Math.min(sorted.length - 1, Math.max(0, rank))]!;

function blockMeans(points: readonly Point[], from: number, to: number): Point[] | null {
  const sums = Array.from({ length: blockCount }, () => ({ time: 0, value: 0, count: 0 }));
  for (const { time, value } of points) {
    if (time < from || time > to) continue;
    const block = sums[Math.min(blockCount - 1, Math.floor(((time - from) / (to - from)) * blockCount))]!;
    block.time += time;
    block.value += value;
    block.count += 1;
  }
  if (sums.some(({ count }) => count < 2)) return null;
  return sums.map(({ time, value, count }) => ({ time: time / count, value: value / count }));
}

const pairSlopes = (points: readonly Point[]): number[] =>
  points.flatMap((earlier, at) =>
    points.slice(at + 1).map((later) => (later.value - earlier.value) / (later.time - earlier.time)),
  );

/** How much wider the spread is because neighbouring blocks resemble each other beyond the slope. */
function inflation(rest: readonly number[]): number {
  const average = rest.reduce((sum, one) => sum + one, 0) / rest.length;
  const squares = rest.reduce((sum, one) => sum + (one - average) ** 2, 0);
  if (squares === 0) return 1;
  const products = rest.slice(1).reduce((sum, one, at) => sum + (one - average) * (rest[at]! - average), 0);
  const n = rest.length;
  // Estimated from so few values around a fitted line it is too low by some (1 + 3 r) / n, and by the line as much again.
  const found = products / squares;
  const correlation = Math.min(highestCorrelation, Math.max(0, found + (2 + 4 * found) / n));
  return (1 + correlation) / (1 - correlation);
}

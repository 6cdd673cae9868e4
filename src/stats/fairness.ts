import { median } from './median.js';

/** How evenly something was shared. */
export interface Fairness {
  count: number;
  /** Jain's index, (sum x)^2 / (n sum x^2): 1 when all got the same, 1/n when one got all; null when nobody got anything. */
  jain: number | null;
  min: number;
  median: number;
  max: number;
}

/** Jain, Chiu and Hawe, DEC-TR-301 (1984). Null without shares. */
export function fairnessOf(shares: readonly number[]): Fairness | null {
  if (shares.length === 0) return null;
  const sum = shares.reduce((total, share) => total + share, 0);
  const mean = sum / shares.length;
  // Relative to the mean, so that squares of large counts lose nothing.
  const squares = shares.reduce((total, share) => total + (share / mean) ** 2, 0);
  return {
    count: shares.length,
    jain: sum === 0 ? null : shares.length / squares,
    min: Math.min(...shares),
    median: median(shares),
    max: Math.max(...shares),
  };
}

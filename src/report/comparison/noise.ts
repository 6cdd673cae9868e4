import type { Comparison } from '../../model/comparison.js';
import { pairNoise } from '../../stats/pair-noise.js';
import { fewestJudged } from '../../stats/pair-orders.js';
import type { Answer } from './answer.js';
import { goodPairs } from './pairs.js';
import { valuePairs } from './row.js';

/**
 * How much the pairs scatter that the figures of the answer are made of: standard deviation of ln(second run / first run)
 * of the primary metric. Null with too few of them, and where there is no ratio.
 */
export function noiseOf(comparison: Comparison, { primary, pairs, position }: Answer): number | null {
  // Where there is no ratio there is no position either.
  if (pairs < fewestJudged || position === null) return null;
  return pairNoise(valuePairs(primary.metric, goodPairs(comparison).slice(0, pairs)));
}

import type { Schedule } from './schedule.js';

/**
 * The true change that 80 % of comparisons with so many pairs and one look find, in units of the noise of pairs. Found by
 * simulation; normal noise needs 1.44, 1.16, 0.72 and 0.59, drift and bursts a little more.
 */
const oneLook = [
  { pairs: 8, factor: 1.5 },
  { pairs: 10, factor: 1.15 },
  { pairs: 20, factor: 0.75 },
  { pairs: 30, factor: 0.6 },
];

/** The same with looks, by the most pairs; normal noise alone needs 0.86 and 0.61. */
const severalLooks: Record<number, number> = { 20: 0.9, 30: 0.65 };

/**
 * The smallest true change that 80 % of comparisons would call, as a share; `noise` is that of pairs on the log scale
 * (`pairNoise`). For quoting before a comparison: after it, the interval says what was seen. Null when the schedule gives
 * no verdict.
 */
export function detectableChange(noise: number, { pairs, looks }: Schedule): number | null {
  if (looks.length === 0) return null;
  const factor = looks.length > 1 ? severalLooks[pairs] : factorOfOneLook(pairs);
  return factor === undefined ? null : Math.expm1(factor * noise);
}

/**
 * From the next smaller known number of pairs in proportion to 1 / sqrt(pairs): up to 16 % more than normal noise needs, as
 * few pairs lose more to the steps of k.
 */
function factorOfOneLook(pairs: number): number | undefined {
  const known = oneLook.findLast((one) => one.pairs <= pairs);
  return known && known.factor * Math.sqrt(known.pairs / pairs);
}

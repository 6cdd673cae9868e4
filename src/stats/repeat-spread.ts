/**
 * How much runs of the same thing scatter, and how far two medians of such runs lie apart by chance alone. On a log scale, as
 * in comparisons, so that it is a share.
 */

/** The scatter of single runs. */
export interface RepeatSpread {
  /** Standard deviation of ln of a run: 0.03 is about 3 %. */
  deviation: number;
  /** Degrees of freedom of that estimate. */
  freedom: number;
}

/** With fewer degrees of freedom the estimate says next to nothing: at 4 the band is 1.4 times as wide as it need be. */
const leastFreedom = 4;

/** The normal quantile for 95 %, two-sided. */
const normal = 1.959964;

/**
 * Pooled over groups, each of runs of the same thing; values are above zero. Null where all groups together have fewer than
 * four runs beyond the first of each, and where none differs from another, as memory may, which says nothing of the next run.
 */
export function repeatSpread(groups: readonly (readonly number[])[]): RepeatSpread | null {
  const logs = groups.map((values) => values.map(Math.log));
  const freedom = logs.reduce((sum, values) => sum + Math.max(0, values.length - 1), 0);
  if (freedom < leastFreedom) return null;
  const squares = logs.reduce((sum, values) => sum + squaresAround(values), 0);
  return squares === 0 ? null : { deviation: Math.sqrt(squares / freedom), freedom };
}

/** Of single runs, from what pairs of them differ by: the variance of a difference is twice that of one. */
export const spreadOfPairs = (noise: number, pairs: number): RepeatSpread => ({
  deviation: noise / Math.SQRT2,
  freedom: Math.max(1, pairs - 1),
});

/** Half the width, on the log scale, of the band in which 95 % of the quotients of two medians lie when nothing differs. */
export function bandOfMedians({ deviation, freedom }: RepeatSpread, first: number, second: number): number {
  return studentQuantile(freedom) * deviation * Math.sqrt(varianceOfMedian(first) + varianceOfMedian(second));
}

function squaresAround(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}

/**
 * Of the median of so many normal values, in units of the variance of one. Of one and of two it is exact, as it is then the
 * mean; else that of very many values, which for few is too large by up to a third, but never above that of two.
 */
const varianceOfMedian = (count: number): number => (count <= 1 ? 1 : Math.min(1 / 2, Math.PI / (2 * count)));

/**
 * The 97.5 % quantile of Student's distribution, from four degrees of freedom on right within 0.001 (M. Abramowitz,
 * I. Stegun, "Handbook of mathematical functions", 1964, 26.7.5).
 */
export function studentQuantile(freedom: number): number {
  const z = normal;
  const terms = [
    z,
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92_160,
  ];
  return terms.reduce((sum, term, power) => sum + term / freedom ** power, 0);
}

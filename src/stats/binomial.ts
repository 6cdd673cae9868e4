/** The normal quantile of 97.5 %. */
const z = 1.959963984540054;

/**
 * A 95 % interval for the probability of an event that happened so many times of so many: E. B. Wilson, Journal of the
 * American Statistical Association 22 (1927) 209-212; as good as any with few cases or none (L. D. Brown, T. T. Cai,
 * A. DasGupta, Statistical Science 16 (2001) 101-133). Null when nothing was tried.
 */
export function binomialInterval(events: number, trials: number): { lower: number; upper: number } | null {
  if (events < 0 || events > trials) throw new RangeError(`${events} of ${trials}`);
  if (trials === 0) return null;
  const share = events / trials;
  const middle = share + z ** 2 / (2 * trials);
  const half = z * Math.sqrt((share * (1 - share) + z ** 2 / (4 * trials)) / trials);
  const scale = 1 + z ** 2 / trials;
  return {
    // At the ends the formula gives exactly 0 and 1, but for rounding.
    lower: events === 0 ? 0 : (middle - half) / scale,
    upper: events === trials ? 1 : (middle + half) / scale,
  };
}

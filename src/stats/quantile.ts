/**
 * The value below which a share of the distribution lies that the values come from: definition 8 of R. J. Hyndman, Y. Fan,
 * "Sample quantiles in statistical packages", American Statistician 50 (1996) 361-365, which they recommend, because it is
 * about right in the median whatever the distribution. Throws on no values, because that is a bug of the caller.
 */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new RangeError('quantile of no values');
  const sorted = [...values].sort((a, b) => a - b);
  const last = sorted.length - 1;
  const place = (sorted.length + 1 / 3) * share + 1 / 3 - 1;
  const at = Math.min(last, Math.max(0, place));
  const [lower, upper] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!];
  return lower + (upper - lower) * (at - Math.floor(at));
}

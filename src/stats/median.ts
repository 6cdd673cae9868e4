/** The middle value, or the mean of the two middle ones; throws on no values, because that is a bug of the caller. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)];
  const lower = sorted[Math.ceil(middle) - 1];
  if (upper === undefined || lower === undefined) throw new RangeError('median of no values');
  // Halves are added, not the sum halved, so that the largest numbers do not overflow.
  return lower === upper ? upper : lower / 2 + upper / 2;
}

/** The smallest and the largest value; throws on no values. */
export function range(values: readonly number[]): { min: number; max: number } {
  if (values.length === 0) throw new RangeError('range of no values');
  let [min, max] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { min, max };
}

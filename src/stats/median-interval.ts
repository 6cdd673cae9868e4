/** An interval that holds the median of what the values come from, with at least this probability. */
const confidence = 0.95;

export interface MedianInterval {
  low: number;
  high: number;
  /** The probability with which it holds the median: the steps of few values are coarse. */
  level: number;
}

/**
 * An interval for a median, from order statistics alone, so that it holds for any continuous distribution: the k-th
 * smallest to the k-th largest value, with the largest k that leaves at most 5 % outside (W. R. Thompson, Annals of
 * Mathematical Statistics 7 (1936) 122-128). Null below 6 values: from the smallest to the largest of 5 is only 93.75 %.
 */
export function medianInterval(values: readonly number[]): MedianInterval | null {
  const count = values.length;
  const sorted = [...values].sort((a, b) => a - b);
  let [k, outside] = [0, 0];
  // The probability that exactly `below` of the values are smaller than the median, each with probability one half.
  let exactly = 0.5 ** count;
  for (let below = 0, sum = exactly; 2 * sum <= 1 - confidence; below++, sum += exactly) {
    [k, outside] = [below + 1, 2 * sum];
    exactly *= (count - below) / (below + 1);
  }
  if (k === 0) return null;
  return { low: sorted[k - 1]!, high: sorted[count - k]!, level: 1 - outside };
}

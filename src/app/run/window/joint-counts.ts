import type { Count } from '../../../model/readings.js';
import { jointly, meanTimeNs } from './jointly.js';

/** Adds up what several ends count at the same times. */
export const jointCounts = (
  ends: readonly string[],
  onCount: (count: Count) => void,
): ((end: string, count: Count) => void) => jointly(ends, sumOf, onCount);

/** What several counted at the same time, as one count; of a single one all that it tells. */
export function sumOf(counts: readonly Count[]): Count {
  const [only] = counts;
  if (only !== undefined && counts.length === 1) return only;
  return { timeNs: meanTimeNs(counts), bytes: counts.reduce((sum, { bytes }) => sum + bytes, 0) };
}

import type { Count } from '../../../model/readings.js';

/** Two ends take their samples at multiples of this, in nanoseconds. */
const rasterNs = 100e6;

/** More than this is behind can only be where an end left a sample out. */
const longestWait = 20;

/**
 * Adds up what several ends count at the same times: calls back with the sum once all have told theirs. A time at which one
 * of them told nothing is left out.
 */
export function jointCounts(
  ends: readonly string[],
  onCount: (count: Count) => void,
): (end: string, count: Count) => void {
  const waiting = new Map<number, Map<string, Count>>();
  return (end, count) => {
    const place = Math.floor(count.timeNs / rasterNs);
    const told = waiting.get(place) ?? new Map<string, Count>();
    waiting.set(place, told.set(end, count));
    for (const old of waiting.keys()) if (old < place - longestWait) waiting.delete(old);
    if (told.size < ends.length) return;
    waiting.delete(place);
    const counts = [...told.values()];
    onCount(sumOf(counts));
  };
}

/** What several counted at the same time, as one count; of a single one all that it tells. */
export function sumOf(counts: readonly Count[]): Count {
  const [only] = counts;
  if (only !== undefined && counts.length === 1) return only;
  return {
    timeNs: counts.reduce((sum, { timeNs }) => sum + timeNs, 0) / counts.length,
    bytes: counts.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

import type { Count } from '../../../model/readings.js';
import type { Interval } from '../../../workloads/workload.js';

/**
 * Makes a count over time of what a client tells of each of its connections, stretch by stretch: calls back for each
 * stretch that all of them have told of, at the time at which the first one did.
 */
export function intervalCounts(
  connections: number,
  onCount: (count: Count) => void,
): (interval: Interval, timeNs: number) => void {
  let total: number | null = null;
  let current = { stretch: '', timeNs: 0, bytes: 0, told: 0 };
  return ({ stretch, seconds, bytes }, timeNs) => {
    if (stretch !== current.stretch) current = { stretch, timeNs, bytes: 0, told: 0 };
    current.bytes += bytes;
    current.told += 1;
    if (current.told !== connections) return;
    if (total === null) onCount({ timeNs: current.timeNs - seconds * 1e9, bytes: 0 });
    total = (total ?? 0) + current.bytes;
    onCount({ timeNs: current.timeNs, bytes: total });
  };
}

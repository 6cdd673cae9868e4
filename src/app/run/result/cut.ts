import { ExpectedError } from '../../../errors.js';
import type { Count } from '../../../model/readings.js';
import type { WorkloadResult } from '../../../workloads/workload.js';
import { countsOverTime, type Execution, type Looked } from '../execution.js';

/** What was seen, as if the window had ended at a reading in it. */
export function cutAt(seen: Execution, { here: end, elsewhere }: Looked): Execution {
  if (seen.marks === null) throw new RangeError('a window that never began cannot be cut');
  // The kernel was asked at the planned marks only.
  return { ...seen, marks: { ...seen.marks, endNs: end.timeNs }, end, elsewhere, kernel: null };
}

/**
 * What was seen until the last look in the window, to be saved there; null where there was none. Whoever kills Flimflam,
 * or pulls the plug, leaves it; the end of the run writes over it.
 */
export function untilLastLook(seen: Execution): Execution | null {
  if (seen.lately === null) return null;
  const problem = new ExpectedError(
    'not-ended',
    'this was saved in the window; the run is still going on, or was ended without a chance to say so',
  );
  return { ...cutAt(seen, seen.lately), problem };
}

/** Whether a problem is that somebody wanted no more, or went away. */
export const isInterruption = ({ code }: { code: string }): boolean => code === 'interrupted' || code === 'not-ended';

/** What the counts over time tell of a window whose client told nothing at its end; null where that is nothing. */
export function resultOfCounts(seen: Execution): WorkloadResult | null {
  const counts = countsOverTime(seen);
  const last = counts.at(-1);
  if (seen.marks === null || last === undefined) return null;
  const { beginNs } = seen.marks;
  const endNs = Math.min(seen.marks.endNs, last.timeNs);
  const [begin, end] = [countAt(counts, beginNs), countAt(counts, endNs)];
  if (begin === null || end === null || endNs <= beginNs) return null;
  return {
    bytes: Math.round(end.bytes - begin.bytes),
    seconds: (endNs - beginNs) * 1e-9,
    operations: end.operations === null ? null : Math.round(end.operations - (begin.operations ?? 0)),
    latency: null,
    failure: null,
  };
}

/** Counts at a time, by a straight line between its neighbours; null outside of them. */
export function countAt(counts: readonly Count[], timeNs: number): { bytes: number; operations: number | null } | null {
  let [low, high] = [0, counts.length - 1];
  if (high < 1 || timeNs < counts[low]!.timeNs || timeNs > counts[high]!.timeNs) return null;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (counts[middle]!.timeNs <= timeNs) low = middle;
    else high = middle;
  }
  const [left, right] = [counts[low]!, counts[high]!];
  const share = (timeNs - left.timeNs) / (right.timeNs - left.timeNs);
  const between = (from: number, to: number): number => from + (to - from) * share;
  return {
    bytes: between(left.bytes, right.bytes),
    operations: right.operations === undefined ? null : between(left.operations ?? 0, right.operations),
  };
}

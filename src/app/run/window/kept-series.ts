import type { Count, Sample } from '../../../model/readings.js';
import type { Execution } from '../execution.js';
import { Thinning } from './thinning.js';

/** How often the processes are looked at. */
export const sampleMs = 100;

/** Enough for a chart on the widest screen, and 5 minutes at full detail, which is what is no long window; some 3 MB. */
const most = 3000;

/** The client ends at most 10 s after its window. */
const newest = 100;

/** The cost of a capture is told by the 2 s before the window. */
const nearBeginNs = 3e9;
const nearEndNs = 1e9;

export const laterSample = (earlier: Sample, later: Sample): Sample => ({
  ...later,
  roles: Object.fromEntries(
    Object.entries(later.roles).map(([role, { ticks, rssBytes }]) => [
      role,
      { ticks, rssBytes: Math.max(rssBytes, earlier.roles[role]?.rssBytes ?? 0) },
    ]),
  ),
});

const laterCount = (_: Count, later: Count): Count => later;

/** Where samples of a run go that may last for hours: exact at the marks, elsewhere thinned; `seen` knows how much. */
export function keptSamples(seen: Execution, limits = { most, newest }): (sample: Sample) => void {
  return keptIn(seen, seen.samples, laterSample, limits);
}

/** The same for counts of payload; `counts` is one of the two lists in `seen`. */
export function keptCounts(seen: Execution, counts: Count[], limits = { most, newest }): (count: Count) => void {
  return keptIn(seen, counts, laterCount, limits);
}

function keptIn<T extends { timeNs: number }>(
  seen: Execution,
  list: T[],
  merge: (earlier: T, later: T) => T,
  limits: { most: number; newest: number },
): (one: T) => void {
  const thinning = new Thinning(list, { ...limits, merge, exact: ({ timeNs }) => isNearMark(seen, timeNs) });
  return (one) => {
    thinning.add(one);
    seen.stride = Math.max(seen.stride, thinning.stride);
  };
}

const isNearMark = ({ marks }: Execution, timeNs: number): boolean =>
  marks !== null && (Math.abs(timeNs - marks.beginNs) <= nearBeginNs || Math.abs(timeNs - marks.endNs) <= nearEndNs);

import { roleKey } from '../../model/names.js';
import { clockTicksPerSecond, type Count, type Sample } from '../../model/readings.js';
import type { Series } from '../../model/summary.js';

/** The picture of a run over time: rates between neighbouring samples, each at the time of the later one. */
export function seriesOf(samples: readonly Sample[], counts: readonly Count[], beginNs: number): Series {
  const roles = [...new Set(samples.flatMap(({ roles }) => Object.keys(roles)))];
  const pairs = samples.slice(1).map((later, at) => [samples[at]!, later] as const);
  return {
    interval: 0.1,
    time: pairs.map(([, later]) => round((later.timeNs - beginNs) * 1e-9)),
    bits_per_second: pairs.map(([earlier, later]) => rateBetween(counts, earlier.timeNs, later.timeNs)),
    cpu: Object.fromEntries(
      roles.map((role) => [
        roleKey(role),
        pairs.map(([earlier, later]) => {
          const [before, after] = [earlier.roles[role], later.roles[role]];
          if (before === undefined || after === undefined || after.ticks < before.ticks) return null;
          return round((after.ticks - before.ticks) / clockTicksPerSecond / ((later.timeNs - earlier.timeNs) * 1e-9));
        }),
      ]),
    ),
    rss: Object.fromEntries(
      roles.map((role) => [roleKey(role), pairs.map(([, later]) => later.roles[role]?.rssBytes ?? null)]),
    ),
  };
}

const round = (value: number): number => Math.round(value * 1000) / 1000;

/** Bits per second between two times. */
function rateBetween(counts: readonly Count[], fromNs: number, toNs: number): number | null {
  const [from, to] = [countAt(counts, fromNs), countAt(counts, toNs)];
  return from === null || to === null ? null : Math.round(((to - from) * 8e9) / (toNs - fromNs));
}

/** The count at a time, by a straight line between its neighbours; null outside of them. */
function countAt(counts: readonly Count[], timeNs: number): number | null {
  let [low, high] = [0, counts.length - 1];
  if (high < 1 || timeNs < counts[low]!.timeNs || timeNs > counts[high]!.timeNs) return null;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (counts[middle]!.timeNs <= timeNs) low = middle;
    else high = middle;
  }
  const [left, right] = [counts[low]!, counts[high]!];
  return left.bytes + ((right.bytes - left.bytes) * (timeNs - left.timeNs)) / (right.timeNs - left.timeNs);
}

/** The rates between neighbouring counts that lie in the window, in bits per second. */
export function ratesWithin(counts: readonly Count[], beginNs: number, endNs: number): number[] {
  return counts.slice(1).flatMap((later, at) => {
    const earlier = counts[at]!;
    if (earlier.timeNs < beginNs || later.timeNs > endNs || later.timeNs === earlier.timeNs) return [];
    return [((later.bytes - earlier.bytes) * 8e9) / (later.timeNs - earlier.timeNs)];
  });
}

import { roleKey } from '../../../model/names.js';
import { clockTicksPerSecond, type Count, type Sample } from '../../../model/readings.js';
import type { Series } from '../../../model/series.js';
import { countAt } from './cut.js';
import { laterSample, sampleMs } from '../window/kept-series.js';
import { evenly } from '../window/thinning.js';

/** The picture of a run over time: rates between neighbouring samples, each at the time of the later one. */
export function seriesOf(all: readonly Sample[], counts: readonly Count[], beginNs: number, stride = 1): Series {
  const interval = (sampleMs * stride) / 1000;
  // Of a long run the marks were watched more closely than the rest, which would look like noise there.
  const samples = stride === 1 ? all : evenly(all, interval * 1e9, laterSample);
  const roles = [...new Set(samples.flatMap(({ roles }) => Object.keys(roles)))];
  const pairs = samples.slice(1).map((later, at) => [samples[at]!, later] as const);
  return {
    interval,
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
  return from === null || to === null ? null : Math.round(((to.bytes - from.bytes) * 8e9) / (toNs - fromNs));
}

/** The rates between neighbouring counts that lie in the window, in bits per second. */
export function ratesWithin(counts: readonly Count[], beginNs: number, endNs: number): number[] {
  return counts.slice(1).flatMap((later, at) => {
    const earlier = counts[at]!;
    if (earlier.timeNs < beginNs || later.timeNs > endNs || later.timeNs === earlier.timeNs) return [];
    return [((later.bytes - earlier.bytes) * 8e9) / (later.timeNs - earlier.timeNs)];
  });
}

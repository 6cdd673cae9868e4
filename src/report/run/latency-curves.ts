import type { Summary } from '../../model/summary.js';
import { parseHistogramLog } from '../../stats/histogram-log.js';
import { percentileOf } from '../../stats/latency.js';
import { latencyRows, type Times } from './results.js';

/** A distribution of times: within `seconds` lies the `share` of all. Both ascend. */
export interface LatencyCurve {
  /** As the text calls it: latency, response, service, lag, whole, connect. */
  name: string;
  share: number[];
  seconds: number[];
}

/** Points for each factor of ten in what lies beyond: no eye sees more on a page. */
const pointsPerNine = 20;

/** Digits that a histogram has, and one for the unit. */
const digits = 4;

const median = 0.5;

/**
 * The curves of a run from the text of its `latency.hlog`, each as far as ten samples lie beyond; throws
 * `histogram-garbage`. What was never answered took longer than all that was, as in the percentiles of the summary.
 */
export function latencyCurves(log: string, { results }: Pick<Summary, 'results'>): LatencyCurve[] {
  if (results === null) return [];
  const rows = new Map(latencyRows(results).map(({ label, times }) => [label, times]));
  return parseHistogramLog(log).flatMap(({ tag, histogram }): LatencyCurve[] => {
    const name = tag ?? 'latency';
    const times = rows.get(name);
    if (times === undefined) return [];
    const missing = missingOf(name, results);
    const at = (share: number): number | null => percentileOf(histogram, share, times.max * 1e9, missing);
    const points = shares(times.count + missing).flatMap((share) => {
      const seconds = at(share);
      return seconds === null ? [] : [{ share, seconds: Number(seconds.toPrecision(digits)) }];
    });
    return [{ name, share: points.map(({ share }) => share), seconds: points.map(({ seconds }) => seconds) }];
  });
}

/** The curves of a run of which only the summary is left: the few percentiles that it holds. */
export function curvesOfSummary({ results }: Pick<Summary, 'results'>): LatencyCurve[] {
  if (results === null) return [];
  return latencyRows(results).flatMap(({ label, times }): LatencyCurve[] => {
    const known = percentiles.flatMap(([key, share]) => (times[key] === null ? [] : [{ share, seconds: times[key] }]));
    const seconds = known.map((point) => point.seconds);
    return known.length === 0 ? [] : [{ name: label, share: known.map(({ share }) => share), seconds }];
  });
}

const percentiles = [
  ['p50', 0.5],
  ['p90', 0.9],
  ['p99', 0.99],
  ['p999', 0.999],
  ['p9999', 0.9999],
] as const satisfies [keyof Times, number][];

/** Requests of an open loop that were due and of which no such time is known. */
function missingOf(name: string, { open_loop: open }: NonNullable<Summary['results']>): number {
  if (open === null) return 0;
  return open.planned - (name === 'lag' ? open.sent : open.answered);
}

/** From all to the share beyond which one of so many lies, closer and closer to all. */
function shares(count: number): number[] {
  const steps = Math.ceil(Math.log10(Math.max(count, 1)) * pointsPerNine);
  const all = Array.from({ length: steps + 1 }, (_, step) => Number((1 - 10 ** (-step / pointsPerNine)).toFixed(9)));
  return [...new Set([...all, median])].sort((one, other) => one - other);
}

import { metricsOf } from '../../model/metrics.js';
import type { Summary } from '../../model/summary.js';
import type { SweepRun } from '../../model/sweep.js';

type Place = Pick<SweepRun, 'repeat' | 'attempt'>;

/** What a sweep keeps of a run. */
export function sweepRun(summary: Summary, counted: boolean, place: Place): SweepRun {
  const { id, status, status_reason: reason, results, resources } = summary;
  const relays = Object.keys(resources).filter((role) => role.startsWith('relay_'));
  const cost = metricsOf({ hops: relays.length, counted }).find(({ name }) => name === 'cpu');
  const sum = (key: 'average_cpu' | 'max_rss'): number | null => {
    const values = relays.map((role) => resources[role]?.[key] ?? null);
    return values.length === 0 || values.includes(null) ? null : values.reduce<number>((all, one) => all + one!, 0);
  };
  return {
    ...place,
    folder: id,
    status,
    reason,
    rate: (counted ? results?.operations_per_second : results?.bits_per_second) ?? null,
    latency_p50: results?.latency?.p50 ?? null,
    latency_p99: results?.latency?.p99 ?? null,
    relays_cpu: sum('average_cpu'),
    relays_rss: sum('max_rss'),
    relays_cost: cost?.of(summary) ?? null,
  };
}

/** A run that could not even be begun. */
export const notBegun = (place: Place, reason: NonNullable<SweepRun['reason']>): SweepRun => ({
  ...place,
  folder: null,
  status: 'failed',
  reason,
  rate: null,
  latency_p50: null,
  latency_p99: null,
  relays_cpu: null,
  relays_rss: null,
  relays_cost: null,
});

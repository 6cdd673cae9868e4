import type { Resources, Summary } from './summary.js';

/** A figure of a run that two builds are compared by. */
export interface Metric {
  /** Its name in JSON and for `--metric`. */
  name: string;
  /** For people: `CPU-s/GB relay 1`. */
  title: string;
  unit: 'bits/s' | '1/s' | 's' | 'CPU-s' | 'bytes' | 'count';
  good: 'more' | 'less';
  /** Null where a run does not have it. */
  of: (summary: Summary) => number | null;
}

/** The metrics that runs of a scenario have, in the order in which they are shown. */
export function metricsOf({ hops, counted }: { hops: number; counted: boolean }): Metric[] {
  const rate: Metric[] = counted
    ? [
        metric('operations', 'operations/s', '1/s', 'more', ({ results }) => results?.operations_per_second),
        metric('p50', 'latency p50', 's', 'less', ({ results }) => results?.latency?.p50),
        metric('p99', 'latency p99', 's', 'less', ({ results }) => results?.latency?.p99),
        metric('p99.9', 'latency p99.9', 's', 'less', ({ results }) => results?.latency?.p999),
      ]
    : [metric('throughput', 'throughput', 'bits/s', 'more', ({ results }) => results?.bits_per_second)];
  const cost = counted ? 'cpu_seconds_per_1000_operations' : 'cpu_seconds_per_gb';
  const unit = counted ? 'CPU-s/1000 ops' : 'CPU-s/GB';
  const relays = Array.from({ length: hops }, (_, at) => at + 1);
  const ofRelay = (relay: number, name: string, title: string, unit: Metric['unit'], key: keyof Resources): Metric =>
    metric(`${name}.relay${relay}`, `${title} relay ${relay}`, unit, 'less', ({ resources }) => {
      const value = resources[`relay_${relay}`]?.[key];
      return typeof value === 'number' ? value : null;
    });
  return [
    ...rate,
    metric('cpu', `${unit} relays`, 'CPU-s', 'less', (summary) => sumOf(summary, relays, cost)),
    ...(hops > 1 ? relays.map((relay) => ofRelay(relay, 'cpu', unit, 'CPU-s', cost)) : []),
    ...relays.map((relay) => ofRelay(relay, 'rss', 'max RSS', 'bytes', 'max_rss')),
    ...relays.map((relay) => ofRelay(relay, 'switches', 'switches/GB', 'count', 'context_switches_per_gb')),
  ];
}

function metric(
  name: string,
  title: string,
  unit: Metric['unit'],
  good: Metric['good'],
  of: (summary: Summary) => number | null | undefined,
): Metric {
  return { name, title, unit, good, of: (summary) => of(summary) ?? null };
}

/** Over all relays; null when one of them does not have it. */
function sumOf(
  { resources }: Summary,
  relays: readonly number[],
  key: 'cpu_seconds_per_gb' | 'cpu_seconds_per_1000_operations',
) {
  const values = relays.map((relay) => resources[`relay_${relay}`]?.[key] ?? null);
  return values.length === 0 || values.includes(null) ? null : values.reduce<number>((sum, one) => sum + one!, 0);
}

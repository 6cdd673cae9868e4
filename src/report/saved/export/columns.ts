import { metricsOf } from '../../../model/metrics.js';
import type { Resources, Summary } from '../../../model/summary.js';
import { quoteForShell } from '../../../units/shell.js';
import { buildOf } from '../build.js';
import { factOfAll } from '../machines.js';
import { unusualOptions } from '../scenario-words.js';

export type Value = string | number | null;

/** A column of the table: what it holds stands in its name, with the unit. */
export interface ExportColumn {
  name: string;
  of: (summary: Summary) => Value;
}

/** Every option is written. */
const nothingUsual = new Map<string, string>();

const column = (name: string, of: (summary: Summary) => Value | undefined): ExportColumn => ({
  name,
  of: (summary) => of(summary) ?? null,
});

/** What a metric is, whether the run counts bits or operations; null where it has none. */
const metric = (column: string, name: string, counted: boolean): ExportColumn => ({
  name: column,
  of: (summary) =>
    metricsOf({ hops: summary.configuration.hops, counted })
      .find((one) => one.name === name)!
      .of(summary),
});

/** Of all relays of the chain; null without one that is known. */
function sumOver({ resources }: Summary, of: (one: Resources) => number | null): number | null {
  const values = Object.entries(resources).flatMap(([role, one]) => (role.startsWith('relay_') ? [of(one)] : []));
  return values.length === 0 || values.includes(null) ? null : values.reduce<number>((sum, one) => sum + one!, 0);
}

/** One row a run: seconds, bits, bytes and cores, as in summary.json. Columns are added at the end, and none is renamed. */
export const exportColumns: readonly ExportColumn[] = [
  column('run', ({ id }) => id),
  column('started', ({ started }) => started),
  column('status', ({ status }) => status),
  column('reason', ({ status_reason: reason }) => reason?.code),
  column('workload', ({ configuration }) => configuration.workload),
  column('relay', ({ configuration }) => configuration.relay),
  column('protocol', ({ configuration }) => configuration.protocol),
  column('jobs', ({ configuration }) => configuration.jobs),
  column('hops', ({ configuration }) => configuration.hops),
  column('relay_threads', ({ configuration }) => configuration.relay_threads),
  column('options', ({ configuration }) =>
    unusualOptions(configuration, nothingUsual).flat().map(quoteForShell).join(' '),
  ),
  column('captured', ({ capture }) => capture?.kind),
  column('relay_version', (summary) => buildOf(summary)?.version),
  column('relay_build_id', (summary) => buildOf(summary)?.build_id),
  column('proton_build_id', (summary) => buildOf(summary)?.proton_build_id),
  column('throughput_bits_per_second', ({ results }) => results?.bits_per_second),
  column('operations_per_second', ({ results }) => results?.operations_per_second),
  column('latency_p50_seconds', ({ results }) => results?.latency?.p50),
  column('latency_p90_seconds', ({ results }) => results?.latency?.p90),
  column('latency_p99_seconds', ({ results }) => results?.latency?.p99),
  column('latency_p999_seconds', ({ results }) => results?.latency?.p999),
  metric('relays_cpu_seconds_per_gb', 'cpu', false),
  metric('relays_cpu_seconds_per_1000_operations', 'cpu', true),
  column('relays_cpu_cores', (summary) => sumOver(summary, (one) => one.average_cpu)),
  column('relays_max_rss_bytes', (summary) => sumOver(summary, (one) => one.max_rss)),
  column('limited_by', ({ limited_by: part }) => part),
  column('cpu_model', (summary) => factOfAll(summary, ({ cpu_model: model }) => model)),
  column('cpus', (summary) => factOfAll(summary, ({ cpus }) => cpus)),
  column('kernel', (summary) => factOfAll(summary, ({ kernel }) => kernel)),
  column('flimflam', ({ environment }) => environment?.flimflam),
];

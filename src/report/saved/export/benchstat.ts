/**
 * The benchmark format of Go, which golang.org/x/perf/cmd/benchstat and its relatives read: configuration lines `key: value`, units,
 * and a line for each run with its name, 1 as the number of iterations, and pairs of value and unit
 * (https://golang.org/design/14313-benchmark-format).
 */
import type { Summary } from '../../../model/summary.js';
import { harmless } from '../../layout.js';
import { buildLabelWithProton, buildOf } from '../build.js';
import { unusualOptions, type UsualOptions } from '../scenario-words.js';
import { exportColumns } from './columns.js';

/** Which columns are measures, in which unit, and which way is good. A unit holds no blank. */
const measures: readonly { column: string; unit: string; better: 'higher' | 'lower' }[] = [
  { column: 'throughput_bits_per_second', unit: 'bits/s', better: 'higher' },
  { column: 'operations_per_second', unit: 'ops/s', better: 'higher' },
  { column: 'latency_p50_seconds', unit: 'p50-sec', better: 'lower' },
  { column: 'latency_p99_seconds', unit: 'p99-sec', better: 'lower' },
  { column: 'relays_cpu_seconds_per_gb', unit: 'cpu-s/GB', better: 'lower' },
  { column: 'relays_cpu_seconds_per_1000_operations', unit: 'cpu-s/kop', better: 'lower' },
  { column: 'relays_max_rss_bytes', unit: 'max-RSS-bytes', better: 'lower' },
];

/** Only runs that are ok: the format has no word for others. */
export function benchstat(runs: readonly Summary[], usual: UsualOptions): string {
  const good = runs.filter(({ status }) => status === 'ok');
  const used = measures.filter(({ column }) => good.some((run) => valueOf(run, column) !== null));
  const units = used.map(({ unit, better }) => `Unit ${unit} better=${better}`);
  const lines: string[] = [];
  let said = '';
  for (const run of good) {
    const configuration = configurationLines(run).join('\n');
    // A configuration line holds until the next one of its key.
    if (configuration !== said) lines.push('', configuration);
    said = configuration;
    lines.push(resultLine(run, usual));
  }
  return `${[...units, ...lines].join('\n')}\n`;
}

/** benchstat makes a table for each configuration, or a column with `-col relay-build`: so only what tells builds apart. */
const configurationLines = (run: Summary): string[] => [
  `cpu: ${oneLine(run.environment?.cpu_model ?? 'unknown')}`,
  `relay-build: ${oneLine(`${run.configuration.relay} ${buildLabelWithProton(buildOf(run))}`)}`,
];

const oneLine = (text: string): string => harmless(text).replaceAll(/\s+/gu, ' ').trim();

function resultLine(run: Summary, usual: UsualOptions): string {
  const pairs = measures.flatMap(({ column, unit }) => {
    const value = valueOf(run, column);
    return value === null ? [] : [`${value} ${unit}`];
  });
  return [nameOf(run, usual), '1', ...pairs].join('\t');
}

function valueOf(run: Summary, name: string): number | null {
  const value = exportColumns.find((column) => column.name === name)!.of(run);
  return typeof value === 'number' ? value : null;
}

/** `BenchmarkBuiltinRr/relay=nginx/protocol=tcp/jobs=64`: what is as usual, but for relay and protocol, is not said. */
function nameOf({ configuration, capture }: Summary, usual: UsualOptions): string {
  const words = configuration.workload.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  const parts = [
    ['relay', configuration.relay],
    ['protocol', configuration.protocol],
    ...unusualOptions(configuration, usual).map(([option = '', value = 'on']) => [option.slice(2), value]),
    ...(capture === null ? [] : [['captured', capture.kind]]),
  ];
  return (
    ['Benchmark', ...words].join('') + parts.map(([key = '', value = '']) => `/${part(key)}=${part(value)}`).join('')
  );
}

/** Blanks end a name, a slash begins the next part, and `-8` at the end would be read as the number of CPUs. */
const part = (text: string): string => harmless(text).replaceAll(/\s/gu, '_').replaceAll('/', '+').replaceAll('-', '_');

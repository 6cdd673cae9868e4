import { formatMinute } from '../../../units/since.js';
import { formatBitsPerSecond, formatRate, formatSeconds, formatSignificant } from '../../../units/quantity.js';
import type { Summary } from '../../../model/summary.js';
import { harmless } from '../../layout.js';
import { markdownTable, type Column } from '../../table.js';
import { buildLabelWithProton, buildOf } from '../build.js';
import { scenarioWords, type UsualOptions } from '../scenario-words.js';
import { exportColumns } from './columns.js';

const left = (header: string): Column => ({ header, align: 'left' });
const right = (header: string): Column => ({ header, align: 'right' });

const columns: readonly Column[] = [
  ...['when', 'run', 'scenario', 'build'].map(left),
  ...['throughput', 'operations', 'CPU-s/GB', 'CPU-s/1000 ops', 'p50', 'p99'].map(right),
  left('status'),
];

/** A table for people, in GitHub's markdown; what cannot be drawn as text in it is escaped. */
export const markdown = (runs: readonly Summary[], usual: UsualOptions): string =>
  `${markdownTable(
    columns,
    runs.map((run) => cells(run, usual).map(plainText)),
  ).join('\n')}\n`;

function cells(run: Summary, usual: UsualOptions): string[] {
  const { id, started, status, configuration, results, capture } = run;
  return [
    formatMinute(Date.parse(started)),
    id,
    `${scenarioWords(configuration, usual)}${capture === null ? '' : ` (${capture.kind})`}`,
    buildLabelWithProton(buildOf(run)),
    formatBitsPerSecond(results?.bits_per_second),
    formatRate(results?.operations_per_second),
    formatSignificant(figure(run, 'relays_cpu_seconds_per_gb')),
    formatSignificant(figure(run, 'relays_cpu_seconds_per_1000_operations')),
    formatSeconds(results?.latency?.p50),
    formatSeconds(results?.latency?.p99),
    status,
  ];
}

function figure(run: Summary, name: string): number | null {
  const value = exportColumns.find((column) => column.name === name)!.of(run);
  return typeof value === 'number' ? value : null;
}

/** Text of others must not become markup. The bar is escaped by the table. */
const plainText = (text: string): string => harmless(text).replaceAll(/[\\`*_<>[\]&~]/gu, String.raw`\$&`);

import type { BenchRow } from '../../model/summary.js';
import {
  formatBitsPerSecond,
  formatCores,
  formatCount,
  formatPercent,
  formatRate,
  formatSeconds,
  formatSignificant,
  notAvailable,
} from '../../units/quantity.js';
import { harmless, shorten } from '../layout.js';
import type { Column, Row } from '../table.js';
import { countsOperations, figuresOf, troublesOf, type RowFigures } from './figures.js';

/** Room for a reason in the place of the figures; the whole reason stands below the table. */
const reasonWidth = 90;

const left = (header: string): Column => ({ header, align: 'left' });
const right = (header: string): Column => ({ header, align: 'right' });

/** The columns of the table; the range only says something when there was more than one run. */
export function benchColumns(repeat: number): Column[] {
  return [
    ...['Workload', 'Relay', 'Prot'].map(left),
    ...['Bits/s', 'Ops/s', ...(repeat > 1 ? ['Range'] : []), 'Lat p50', 'Lat p99'].map(right),
    ...['R1 CPU', 'R1 MB', 'R2 CPU', 'R2 MB', 'CPU-s', '% none', '% builtin'].map(right),
  ];
}

/** One combination as a row of cells, or with the reason in their place when nothing was measured. */
export function benchCells(row: BenchRow, repeat: number): Row {
  const names = [row.workload, row.relay, row.protocol];
  const figures = figuresOf(row);
  if (figures === null) {
    return { cells: names, rest: shorten(harmless(troublesOf(row).join('; ')).replaceAll('\n', ' '), reasonWidth) };
  }
  const { median } = figures;
  const mark = figures.doubtful ? '!' : '';
  const operations = median((run) => run.operations_per_second);
  return [
    ...names,
    mark + formatBitsPerSecond(median((run) => run.bits_per_second)),
    // The heading says by the second.
    operations === null ? notAvailable : mark + formatRate(operations).replace('/s', ''),
    ...(repeat > 1 ? [rangeCell(row, figures)] : []),
    formatSeconds(median((run) => run.latency_p50)),
    formatSeconds(median((run) => run.latency_p99)),
    formatCores(median((run) => run.relay_1_cpu)),
    megabytes(median((run) => run.relay_1_rss)),
    formatCores(median((run) => run.relay_2_cpu)),
    megabytes(median((run) => run.relay_2_rss)),
    costCell(row, figures),
    formatPercent(row.of_none, 0).replace(' %', ''),
    formatPercent(row.of_builtin, 0).replace(' %', ''),
  ];
}

/** Smallest and largest rate, in the unit in which the median is written. */
function rangeCell(row: BenchRow, figures: RowFigures): string {
  // Of a single good run there is no range.
  if (figures.counted < 2) return notAvailable;
  if (countsOperations(row)) {
    const range = figures.range((run) => run.operations_per_second);
    return range === null ? notAvailable : `${formatCount(range.min)}-${formatCount(range.max)}`;
  }
  const range = figures.range((run) => run.bits_per_second);
  if (range === null) return notAvailable;
  const [low, high] = [formatBitsPerSecond(range.min), formatBitsPerSecond(range.max)];
  const unit = high.slice(high.indexOf(' '));
  return low.endsWith(unit) ? `${low.slice(0, -unit.length)}-${high}` : `${low}-${high}`;
}

/** CPU-seconds of all relays by what the workload counts: `2.51/GB`, or by 1000 operations: `0.031/kop`. */
function costCell(row: BenchRow, { median }: RowFigures): string {
  const [cost, unit] = countsOperations(row)
    ? [median((run) => run.cpu_seconds_per_1000_operations), 'kop']
    : [median((run) => run.cpu_seconds_per_gb), 'GB'];
  return cost === null ? notAvailable : `${formatSignificant(cost)}/${unit}`;
}

const megabytes = (bytes: number | null): string => (bytes === null ? notAvailable : (bytes / 1e6).toFixed(1));

import type { Comparison } from '../model/comparison.js';
import type { Metric } from '../model/metrics.js';
import { metricsIn } from './comparison/answer.js';
import { goodPairs } from './comparison/pairs.js';

/** Only letters, digits and dots may be in a cell without quotation marks (RFC 4180 asks for fewer). */
const plain = /^[\w.:-]*$/u;

type Cell = string | number | null;

/** A comparison as csv, a line for each run, in the units of comparison.json; `good`: it counts in the figures. */
export const comparisonCsv = (comparison: Comparison): string => csvText(linesOf(comparison, metricsIn(comparison)));

/** The same of several workloads, which stand in a column before; what a workload does not have is empty. */
export function comparisonsCsv(comparisons: readonly Comparison[]): string {
  const metrics = new Map(comparisons.flatMap(metricsIn).map((metric) => [metric.name, metric]));
  const parts = comparisons.map((comparison, at) => {
    const [header = [], ...lines] = linesOf(comparison, [...metrics.values()]);
    const { workload } = comparison.configuration;
    const named = lines.map((line): Cell[] => Array.of<Cell>(workload).concat(line));
    return at === 0 ? [['workload', ...header], ...named] : named;
  });
  return csvText(parts.flat());
}

/** The header, and a line for each run. */
function linesOf(comparison: Comparison, metrics: readonly Metric[]): Cell[][] {
  const good = new Set(goodPairs(comparison).flatMap(({ a, b }) => [a, b]));
  const header = [
    ...['pair', 'attempt', 'place', 'side', 'run', 'started', 'status', 'reason', 'good', 'steadiness'],
    ...metrics.map(({ name, unit }) => `${name} [${unit}]`),
  ];
  const lines = comparison.runs.map((run) => [
    ...[run.pair, run.attempt, run.place, run.side, run.run, run.started, run.status],
    ...[run.reason?.code ?? null, good.has(run) ? 'yes' : 'no', run.steadiness],
    ...metrics.map(({ name }) => run.figures[name] ?? null),
  ]);
  return [header, ...lines];
}

const csvText = (lines: readonly Cell[][]): string =>
  lines.map((cells) => `${cells.map(cellText).join(',')}\n`).join('');

function cellText(value: Cell): string {
  const text = value === null ? '' : String(value);
  return plain.test(text) ? text : `"${text.replaceAll('"', '""')}"`;
}

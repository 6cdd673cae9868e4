import type { Comparison } from '../model/comparison.js';
import { metricsIn } from './comparison/answer.js';
import { goodPairs } from './comparison/pairs.js';

/** Only letters, digits and dots may be in a cell without quotation marks (RFC 4180 asks for fewer). */
const plain = /^[\w.:-]*$/u;

/** A comparison as csv, a line for each run, in the units of comparison.json; `good`: it counts in the figures. */
export function comparisonCsv(comparison: Comparison): string {
  const metrics = metricsIn(comparison);
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
  return [header, ...lines].map((cells) => `${cells.map(cellText).join(',')}\n`).join('');
}

function cellText(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  return plain.test(text) ? text : `"${text.replaceAll('"', '""')}"`;
}

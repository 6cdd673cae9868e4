import { formatBitsPerSecond, formatPercent, formatRate } from '../../units/quantity.js';
import { dataTable } from '../page/data-table.js';
import type { Figure } from '../page/figure.js';
import { latencyRows, resultEntries } from '../run/results.js';
import { memoryEntries } from '../run/memory.js';
import type { Content, RunParts } from './run-content.js';

/** What was counted besides throughput and latency, and what the machine can do without a relay; mostly nothing. */
export function otherResults(parts: RunParts): Content {
  const { summary } = parts;
  if (summary.results === null) return [];
  const told = new Set([
    'operations',
    'throughput',
    'limited by',
    'rate',
    ...latencyRows(summary.results).map(({ label }) => label),
  ]);
  const entries = [
    ...resultEntries(summary, null).filter(({ label }) => !told.has(label)),
    ...memoryEntries(summary).map(({ label, text }) => ({ label: `memory of ${label}`, text })),
  ];
  return [
    ...ceilings(parts),
    ...(entries.length === 0
      ? []
      : [
          dataTable({
            name: 'Other results',
            columns: [
              { title: 'figure', align: 'left' },
              { title: 'in the window', align: 'left' },
            ],
            rows: entries.map(({ label, text }) => ({ cells: [label, text] })),
          }),
        ]),
  ];
}

/** Of the same session only: figures of two days cannot be compared. */
function ceilings({ summary, id }: RunParts): Figure[] {
  const { ceilings: all, results, configuration } = summary;
  if (all === null || results === null) return [];
  const counted = results.operations_per_second !== null;
  const own = results.operations_per_second ?? results.bits_per_second;
  const format = counted ? formatRate : formatBitsPerSecond;
  const rows = [
    ...['none', 'builtin'].flatMap((name) =>
      all[name] === undefined ? [] : [{ name: titles[name]!, value: all[name] }],
    ),
    { name: `this run (${configuration.relay})`, value: own },
  ];
  if (rows.length < 2) return [];
  const texts = rows.map(({ value }) =>
    value === own ? format(value) : `${format(value)}; this run reaches ${formatPercent(own / value, 0)}`,
  );
  return [
    {
      id: id('ceilings'),
      title: 'Of what the machine can do',
      about: 'The same workload without a relay, and with the ideal one, measured in the same session.',
      chart: {
        kind: 'bars',
        axis: {
          title: counted ? 'operations' : 'throughput',
          quantity: counted ? 'rate' : 'bits/s',
          scale: 'linear',
          from: 0,
        },
        rows: rows.map(({ name, value }, at) => ({
          name,
          colour: at === rows.length - 1 ? 0 : 5,
          ...{ value, low: null, high: null },
          text: texts[at]!,
        })),
      },
      table: {
        columns: [
          { title: 'relay', values: rows.map(({ name }) => name) },
          { title: counted ? 'operations per second' : 'bits per second', values: rows.map(({ value }) => value) },
        ],
      },
    },
  ];
}

const titles: Readonly<Record<string, string>> = {
  none: 'no relay',
  builtin: 'builtin relay',
};

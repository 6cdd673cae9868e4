import { formatCount, formatSeconds } from '../../units/quantity.js';
import type { Series } from '../charts/chart.js';
import { dataTable, type TableColumn } from '../page/data-table.js';
import type { Figure } from '../page/figure.js';
import { markup } from '../page/markup.js';
import { curvesOfSummary, type LatencyCurve } from '../run/latency-curves.js';
import { latencyRows, resultEntries, type Times } from '../run/results.js';
import type { Content, RunParts } from './run-content.js';

/** How long things took: the whole distribution, and the usual percentiles. Nothing where nothing was timed. */
export function latency(parts: RunParts): Content {
  const { results } = parts.summary;
  if (results === null) return [];
  const rows = latencyRows(results);
  if (rows.length === 0) return [];
  const rate = resultEntries(parts.summary, null).find(({ label }) => label === 'rate');
  const table = dataTable({
    name: 'Percentiles of latency',
    columns: [{ title: 'time', align: 'left' }, ...figures.map(({ column }) => column)],
    rows: rows.map(({ label, times, about }) => ({
      cells: [markup`<abbr title="${about}">${label}</abbr>`, ...figures.map(({ of }) => of(times))],
    })),
  });
  return [
    ...(rate === undefined ? [] : [markup`<p>${rate.text}</p>`]),
    ...curves(parts),
    table,
    markup`<p class="quiet">${rows.map(({ label, about }) => `${label}: ${about}`).join('; ')}. A percentile with fewer than ten samples beyond it is not told.</p>`,
  ];
}

const seconds = (title: string, about: string, of: (times: Times) => number | null) => ({
  column: { title, about, align: 'right' } satisfies TableColumn,
  of: (times: Times): string => formatSeconds(of(times)),
});

const figures = [
  seconds('p50', 'Half of all took no longer', ({ p50 }) => p50),
  seconds('p90', '90 % took no longer', ({ p90 }) => p90),
  seconds('p99', '99 % took no longer', ({ p99 }) => p99),
  seconds('p99.9', '99.9 % took no longer', ({ p999 }) => p999),
  seconds('p99.99', '99.99 % took no longer', ({ p9999 }) => p9999),
  seconds('average', 'Exact', ({ average }) => average),
  seconds('max', 'The longest of all, exact', ({ max }) => max),
  {
    column: { title: 'count', about: 'How many were timed in the window', align: 'right' } satisfies TableColumn,
    of: ({ count }: Times): string => formatCount(count),
  },
];

const colours: Readonly<Record<string, number>> = { service: 2, lag: 5, connect: 3 };

/** Every figure far enough out to be seen: 0 stands at the left, then 90 %, 99 %, 99.9 %, each as far from the last. */
function curves({ summary, extras, id }: RunParts): Figure[] {
  const kept = extras.latency ?? [];
  const drawn: readonly LatencyCurve[] = kept.length > 0 ? kept : curvesOfSummary(summary);
  if (drawn.length === 0) return [];
  const series = drawn.map(({ name, share, seconds: y }): Series => ({
    name,
    colour: colours[name] ?? 0,
    x: share,
    // The generator may have been exactly in time, which has no place on such an axis.
    y: y.map((value) => (value > 0 ? value : null)),
    drawn: kept.length > 0 ? 'line' : 'both',
  }));
  const source = kept.length > 0 ? '' : ' There is no histogram of this run: only its percentiles are drawn.';
  return [
    {
      id: id('percentiles'),
      title: 'Latency by percentile',
      about: `Within the time at the left so many percent were done; the line ends where fewer than ten lie beyond.${source}`,
      chart: {
        kind: 'xy',
        x: { title: 'share that took no longer', quantity: 'share', scale: 'tail', from: 0 },
        y: { title: 'time', quantity: 'seconds', scale: 'log' },
        series,
      },
      table: tableOf(drawn),
    },
  ];
}

/** One below the other, since each curve ends elsewhere. */
const tableOf = (drawn: readonly LatencyCurve[]): Figure['table'] => ({
  columns: [
    { title: 'time', values: drawn.flatMap(({ name, share }) => share.map(() => name)) },
    { title: 'share', values: drawn.flatMap(({ share }) => share) },
    { title: 'seconds', values: drawn.flatMap(({ seconds: values }) => values) },
  ],
});

import type { Bench, BenchRow, BenchRun } from '../../model/summary.js';
import { formatBitsPerSecond, formatPercent, formatRate } from '../../units/quantity.js';
import { countsOperations, figuresOf, troublesOf } from '../bench/figures.js';
import type { BarChart } from '../charts/chart.js';
import { harmless } from '../layout.js';
import type { Figure, Table } from '../page/figure.js';

/** Relays have the same colours in all charts; what is no relay is grey. */
const colours: Readonly<Record<string, number>> = {
  ...{ skrouterd: 0, nginx: 1, nghttpx: 3, haproxy: 2, builtin: 6, none: 5 },
};
/** Of a relay of the user's own. */
const otherColour = 4;

/** What a workload counts, of one run. */
export const rateOf = (counted: boolean) => (run: BenchRun) =>
  counted ? run.operations_per_second : run.bits_per_second;

/** The rate of a row as it is shown everywhere on the page, marked if it is doubtful; null without figures. */
export function rateText(row: BenchRow): string | null {
  const figures = figuresOf(row);
  const counted = countsOperations(row);
  const rate = figures?.median(rateOf(counted)) ?? null;
  if (figures === null || rate === null) return null;
  return `${figures.doubtful ? '!' : ''}${counted ? formatRate(rate) : formatBitsPerSecond(rate)}`;
}

/** The shares of the ceilings that were measured in the same bench; of itself nothing is said. */
export function shareText({ relay, of_none, of_builtin }: BenchRow): string {
  const shares = [
    ...(of_none === null || relay === 'none' ? [] : [`${formatPercent(of_none, 0)} of none`]),
    ...(of_builtin === null || relay === 'builtin' || relay === 'none'
      ? []
      : [`${formatPercent(of_builtin, 0)} of builtin`]),
  ];
  return shares.join(', ');
}

/** The row of a relay as it is called in charts: without the protocol that everybody expects. */
export const rowName = ({ relay, protocol }: BenchRow): string =>
  protocol === 'tcp' ? relay : `${relay} (${protocol})`;

/** A picture for each workload: what its relays bring. */
export function benchCharts(bench: Bench): Figure[] {
  const workloads = [...new Set(bench.rows.map(({ workload }) => workload))];
  return workloads.map((workload) => {
    const rows = bench.rows.filter((row) => row.workload === workload);
    const counted = rows.some(countsOperations);
    return {
      id: `workload-${workload}`,
      title: workload,
      about: `${counted ? 'Operations per second' : 'Payload that the client received'}${bench.repeat > 1 ? `: median of the runs, and a line from the slowest to the fastest` : ', of one run'}.`,
      chart: chartOf(rows, counted),
      table: tableOf(rows, counted),
    };
  });
}

const chartOf = (rows: readonly BenchRow[], counted: boolean): BarChart => ({
  kind: 'bars',
  axis: {
    title: counted ? 'operations/s' : 'throughput',
    quantity: counted ? 'rate' : 'bits/s',
    scale: 'linear',
    from: 0,
  },
  rows: rows.map((row) => {
    const figures = figuresOf(row);
    const range = figures === null || figures.counted < 2 ? null : figures.range(rateOf(counted));
    return {
      name: rowName(row),
      colour: colours[row.relay] ?? otherColour,
      value: figures?.median(rateOf(counted)) ?? null,
      low: range?.min ?? null,
      high: range?.max ?? null,
      text: barText(row),
      doubtful: figures?.doubtful === true,
    };
  }),
});

/** The figure and its share; what is wrong with it; or why there is none. */
function barText(row: BenchRow): string {
  const rate = rateText(row);
  if (rate === null) return harmless(troublesOf(row).join('; ')).replaceAll('\n', ' ');
  const figures = figuresOf(row)!;
  const share = shareText(row);
  return [
    rate,
    ...(share === '' ? [] : [share]),
    ...(figures.doubtful
      ? ['invalid']
      : figures.counted < row.runs.length
        ? [`${figures.counted} of ${row.runs.length} runs ok`]
        : []),
  ].join(', ');
}

function tableOf(rows: readonly BenchRow[], counted: boolean): Table {
  const figures = rows.map(figuresOf);
  const rate = rateOf(counted);
  return {
    columns: [
      { title: 'relay', values: rows.map(({ relay }) => relay) },
      { title: 'protocol', values: rows.map(({ protocol }) => protocol) },
      {
        title: counted ? 'operations_per_second' : 'bits_per_second',
        values: figures.map((one) => one?.median(rate) ?? null),
      },
      { title: 'min', values: figures.map((one) => one?.range(rate)?.min ?? null) },
      { title: 'max', values: figures.map((one) => one?.range(rate)?.max ?? null) },
      { title: 'of_none', values: rows.map(({ of_none }) => of_none) },
      { title: 'of_builtin', values: rows.map(({ of_builtin }) => of_builtin) },
      { title: 'runs', values: figures.map((one) => one?.counted ?? 0) },
      { title: 'doubtful', values: figures.map((one) => (one === null ? null : String(one.doubtful))) },
    ],
  };
}

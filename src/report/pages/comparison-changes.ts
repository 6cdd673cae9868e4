import type { IntervalChart } from '../charts/chart.js';
import type { Answer } from '../comparison/answer.js';
import type { Row } from '../comparison/row.js';
import { levelText, marginText } from '../comparison/share-text.js';
import { cellsOf, columnsOf, intervalText, tableNotes } from '../comparison/table.js';
import { dataTable } from '../page/data-table.js';
import type { Figure } from '../page/figure.js';
import { markup, type Markup } from '../page/markup.js';
import { meaningOf, type Compared, type Content } from './comparison-parts.js';

/** The change of every metric with its interval, and the same as a table; nothing without figures. */
export function changesContent(compared: Compared): Content {
  const { answer } = compared;
  if (answer.pairs === 0) return [];
  const figure = forest(compared);
  const notes = ['In bold the metric decided on beforehand; the others are for looking.', ...tableNotes(answer)];
  return [
    ...(figure === null ? [] : [figure]),
    table(answer),
    ...notes.map((note) => markup`<p class="quiet">${note}</p>`),
  ];
}

/** A row of the table of which the interval is known. */
interface Known {
  row: Row & { change: number; lower: number; upper: number };
  cells: readonly string[];
}

function knownRows(answer: Answer): Known[] {
  const cells = cellsOf(answer, (title) => title);
  return answer.rows.flatMap((row, at) =>
    row.change === null || row.lower === null || row.upper === null
      ? []
      : [{ row: { ...row, change: row.change, lower: row.lower, upper: row.upper }, cells: cells[at]! }],
  );
}

function forest({ comparison: { margin }, answer, prefix }: Compared): Figure | null {
  const { primary } = answer;
  const known = knownRows(answer);
  if (known.length === 0) return null;
  const rows = known.map(({ row, cells }) => intervalRow(row.metric.title, row, cells, row.metric === primary.metric));
  const limit = limitOf(primary, margin, rows);
  return {
    id: `${prefix}changes`,
    title: 'From A to B',
    about:
      `The change of each metric and its ${primary.level === null ? '' : `${levelText(primary.level)} `}interval, from the pairs; ` +
      `in grey what is smaller than the margin of ${marginText(margin)}. Only the metric in bold was to be judged.` +
      (limit === null ? '' : ' An arrow: the interval goes on beyond the picture.'),
    chart: {
      kind: 'intervals',
      axis: { title: 'change from A to B', quantity: 'change', scale: 'linear' },
      rows,
      margin,
      ...(limit === null ? {} : { limit }),
    },
    table: {
      columns: [
        { title: 'metric', values: known.map(({ row }) => row.metric.title) },
        { title: 'median of A', values: known.map(({ row }) => row.a) },
        { title: 'median of B', values: known.map(({ row }) => row.b) },
        { title: 'unit', values: known.map(({ row }) => row.metric.unit) },
        { title: 'change (share)', values: known.map(({ row }) => row.change) },
        { title: 'lower end', values: known.map(({ row }) => row.lower) },
        { title: 'upper end', values: known.map(({ row }) => row.upper) },
        { title: 'level', values: known.map(({ row }) => row.level) },
      ],
    },
  };
}

/** Beside the interval the words of the table: change, interval, verdict. */
const intervalRow = (
  name: string,
  row: Known['row'],
  cells: readonly string[],
  strong: boolean,
): IntervalChart['rows'][number] => ({
  name,
  low: row.lower,
  value: row.change,
  high: row.upper,
  strong,
  text: [cells[3]!, intervalText(row), cells[5]!].join(' ').trim(),
});

/** The primary metric fills at least this part of the picture, however wide the intervals of others are. */
const leastPart = 1 / 4;

/** From minus to plus what is shown; null where that is everything. */
function limitOf({ lower, upper }: Row, margin: number, rows: IntervalChart['rows']): number | null {
  if (lower === null || upper === null) return null;
  const limit = Math.max(Math.abs(lower), Math.abs(upper), margin) / leastPart;
  return rows.some(({ low, high }) => Math.max(Math.abs(low), Math.abs(high)) > limit) ? limit : null;
}

function table(answer: Answer): Markup {
  const columns = columnsOf(answer);
  const abouts: Readonly<Record<number, string>> = {
    0: 'what is compared; point at a name for what it is',
    1: 'median over the runs of A',
    2: 'median over the runs of B',
    3: '(B - A) / A, estimated from the pairs: not the quotient of the medians',
    4: 'what the true change lies in, with this probability',
    5: 'only of the metric that was decided on beforehand',
  };
  const titles = ['metric', ...columns.slice(1, -1).map(({ header }) => header), 'verdict'];
  const cells = cellsOf(answer, (title) => title);
  return dataTable({
    name: 'Medians of A and B, and the change',
    columns: titles.map((title, at) => ({ title, about: abouts[at]!, align: columns[at]!.align })),
    rows: answer.rows.map((row, at) => {
      const [name = '', a, b, change, , verdict] = cells[at]!;
      return {
        cells: [
          markup`<abbr class="one-line" title="${meaningOf(row.metric)}">${name}</abbr>`,
          ...[a!, b!, change!],
          markup`<span class="one-line">${intervalText(row)}</span>`,
          verdict!,
        ],
        strong: row === answer.primary,
      };
    }),
  });
}

/** The primary metrics of several workloads below each other. */
export function overview(all: readonly Compared[]): Figure | null {
  const rows = all.flatMap(({ comparison: { configuration }, answer }) =>
    knownRows(answer)
      .filter(({ row }) => row.metric === answer.primary.metric)
      .map(({ row, cells }) => intervalRow(`${configuration.workload}: ${row.metric.title}`, row, cells, true)),
  );
  const margin = all[0]?.comparison.margin ?? 0;
  if (rows.length === 0) return null;
  return {
    id: 'overview',
    title: 'From A to B in each workload',
    about: `The change of the metric that each workload is judged by, with its interval; in grey what is smaller than the margin of ${marginText(margin)}.`,
    chart: {
      kind: 'intervals',
      axis: { title: 'change from A to B', quantity: 'change', scale: 'linear' },
      rows,
      margin,
    },
    table: {
      columns: [
        { title: 'workload and metric', values: rows.map(({ name }) => name) },
        { title: 'change (share)', values: rows.map(({ value }) => value) },
        { title: 'lower end', values: rows.map(({ low }) => low) },
        { title: 'upper end', values: rows.map(({ high }) => high) },
      ],
    },
  };
}

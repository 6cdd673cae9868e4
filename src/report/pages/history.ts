import type { History, HistoryPoint } from '../../model/history.js';
import { formatPercent, notAvailable } from '../../units/quantity.js';
import type { Series, XyChart } from '../charts/chart.js';
import { harmless } from '../layout.js';
import { dataTable } from '../page/data-table.js';
import type { Figure } from '../page/figure.js';
import { markup, type Markup } from '../page/markup.js';
import type { Report } from '../page/report.js';
import { machineLines } from '../run/settings.js';
import { formatValue } from '../metric-value.js';
import { bandText, historyText, leftOutText, markedText, type HistoryTextOptions } from '../saved/history-text.js';
import { meaningOf, quantityOf } from './comparison-parts.js';
import { capital, shortName, startedText } from './curve-chart.js';

/** Runs of one scenario over builds and days: a point for each group of runs of one build. */
export function historyReport(series: readonly [History, History], options: HistoryTextOptions): Report {
  const { scenario, environment, hosts = [], leftOut } = options;
  const { points } = series[0];
  const counted = points.reduce((sum, { n }) => sum + n, 0);
  const left = leftOutText(leftOut).join(', ');
  const [first, last] = [points[0], points.at(-1)];
  const figures = series.flatMap((one) => figure(one) ?? []);
  return {
    title: `History of ${scenario}`,
    subtitle:
      first === undefined
        ? 'no run'
        : `${startedText({ started: first.time })} to ${startedText({ started: last!.until })}`,
    answer: answer(series),
    facts: [
      { label: 'Runs that count', value: String(counted), meaning: 'those with the status ok' },
      { label: 'Groups', value: String(points.length), meaning: 'consecutive runs of one build' },
      ...(left === '' ? [] : [{ label: 'Left out', value: left }]),
    ],
    notice: 'A mark is a hint: days apart, more than the build differs. Only flimflam compare tells for sure.',
    warnings: [],
    sections: [
      ...(figures.length === 0 ? [] : [{ id: 'over-time', title: 'Over time', content: figures }]),
      {
        id: 'groups',
        title: 'All groups',
        content: [table(series), markup`<p class="quiet">Marked: ${markedText(series)}.</p>`],
      },
    ],
    notes: environment === null ? [] : machineLines({ hosts }, environment),
    texts: [{ title: 'The history as text', text: historyText(series, options) }],
  };
}

/** What is marked, the newest first. */
function answer(series: readonly [History, History]): string {
  const marked = series.flatMap(({ points, metric }) =>
    points
      .filter((point) => point.marked)
      .map((point) => ({
        time: point.time,
        text: `${metric.title} ${changeText(point)} with ${shortName(point.label)}`,
      })),
  );
  if (marked.length === 0) {
    const known = series.some(({ band }) => band !== null);
    return known
      ? 'No change beyond what runs of one build scatter'
      : 'How much runs of one build scatter is not known, so nothing is marked';
  }
  const newest = marked.toSorted((one, other) => Date.parse(other.time) - Date.parse(one.time)).map(({ text }) => text);
  const more = newest.length > mostNamed ? `; and ${newest.length - mostNamed} before` : '';
  return `Beyond the scatter of runs: ${newest.slice(0, mostNamed).join('; ')}${more}`;
}

const mostNamed = 3;

const changeText = ({ change }: HistoryPoint): string =>
  change === null ? '' : `${change >= 0 ? '+' : ''}${formatPercent(change)}`;

function figure(history: History): Figure | null {
  const { metric, points } = history;
  const known = points.filter(({ value }) => value !== null);
  if (known.length === 0) return null;
  return {
    id: `history-${metric.name.replaceAll('.', '-')}`,
    title: capital(metric.title),
    about: `${capital(meaningOf(metric))}. A point is the median of consecutive runs of one build, with a line from the least to the most; the band is where 95 % of the medians lie when nothing has changed since the point before. ${capital(bandText(history))}.`,
    chart: chartOf(history, known),
    table: {
      columns: [
        { title: 'time', values: points.map(({ time }) => time) },
        { title: 'build', values: points.map(({ label }) => label) },
        { title: `${metric.name} (${metric.unit})`, values: points.map(({ value }) => value) },
        { title: 'min', values: points.map(({ low }) => low) },
        { title: 'max', values: points.map(({ high }) => high) },
        { title: 'runs', values: points.map(({ n }) => n) },
        { title: 'band_low', values: points.map(({ band }) => band?.low ?? null) },
        { title: 'band_high', values: points.map(({ band }) => band?.high ?? null) },
        { title: 'marked', values: points.map(({ marked }) => String(marked)) },
      ],
    },
  };
}

const secondsOf = ({ time }: HistoryPoint): number => Date.parse(time) / 1000;

function chartOf({ metric }: History, known: readonly HistoryPoint[]): XyChart {
  const series = (points: readonly HistoryPoint[], look: Pick<Series, 'name' | 'colour' | 'mark'>): Series[] => {
    if (points.length === 0) return [];
    const ends = (end: 'low' | 'high') => points.map((point) => (point.n < 2 ? null : point[end]));
    return [
      {
        ...look,
        ...{ x: points.map(secondsOf), y: points.map(({ value }) => value), drawn: 'points' },
        ...{ low: ends('low'), high: ends('high'), labels: points.map((point) => labelOf(point, metric)) },
      },
    ];
  };
  return {
    kind: 'xy',
    x: { title: 'begin of the first run, UTC', quantity: 'date', scale: 'linear' },
    y: { title: metric.title, quantity: quantityOf(metric), scale: 'linear' },
    series: [
      ...(known.some((point) => point.band !== null) ? [bandOf(known)] : []),
      ...series(
        known.filter(({ marked }) => !marked),
        { name: 'median', colour: 0 },
      ),
      ...series(
        known.filter(({ marked }) => marked),
        { name: 'median beyond the band', colour: 1, mark: 'triangle' },
      ),
    ],
  };
}

/** From each point to the next what its median would be if nothing changed. */
function bandOf(known: readonly HistoryPoint[]): Series {
  const parts = known.flatMap((point, at) => {
    const before = known[at - 1];
    return before === undefined
      ? []
      : [
          { x: secondsOf(before), ...ends(point) },
          { x: secondsOf(point), ...ends(point) },
        ];
  });
  return {
    ...{ name: 'if nothing has changed', colour: 5, drawn: 'line' },
    x: parts.map(({ x }) => x),
    y: parts.map(() => null),
    low: parts.map(({ low }) => low),
    high: parts.map(({ high }) => high),
  };
}

const ends = ({ band }: HistoryPoint) => ({ low: band?.low ?? null, high: band?.high ?? null });

function labelOf(point: HistoryPoint, metric: History['metric']): string {
  const change = changeText(point);
  const runs = `${point.n} run${point.n === 1 ? '' : 's'}`;
  return `${shortName(point.label)}: ${formatValue(metric, point.value)} (${runs}${change === '' ? '' : `, ${change}`})`;
}

function table([drawn, other]: readonly [History, History]): Markup {
  const columns = [drawn, other].flatMap(({ metric }) => [
    { title: metric.title, about: meaningOf(metric), align: 'right' as const },
    { title: 'change', about: 'from the median before; *: beyond the band', align: 'right' as const },
  ]);
  return dataTable({
    name: 'All groups',
    columns: [
      { title: 'Since', align: 'left' },
      { title: 'Build', align: 'left' },
      { title: 'Runs', about: 'that count, and those that do not', align: 'left' },
      ...columns,
      { title: 'Changed besides', align: 'left' },
    ],
    rows: drawn.points.map((point, at) => ({
      cells: [
        startedText({ started: point.time }),
        harmless(point.label),
        runsText(point),
        ...cells(drawn, point),
        ...cells(other, other.points[at]!),
        harmless(point.also.join(', ')),
      ],
      strong: point.marked,
    })),
  });
}

const cells = ({ metric }: History, point: HistoryPoint): string[] => [
  formatValue(metric, point.value),
  changeText(point) === '' ? notAvailable : `${changeText(point)}${point.marked ? ' *' : ''}`,
];

function runsText({ n, not_counted: not }: HistoryPoint): string {
  const others = Object.entries(not).map(([status, count]) => `${count} ${status}`);
  return [String(n), ...others].join(' + ');
}

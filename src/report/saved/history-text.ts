import type { History, HistoryPoint } from '../../model/history.js';
import type { Summary } from '../../model/summary.js';
import { formatPercent, notAvailable } from '../../units/quantity.js';
import { harmless, labelled, wrap, pageWidth } from '../layout.js';
import { machineLines } from '../run/settings.js';
import { textTable, type Column } from '../table.js';
import { percentText } from '../calibration-text.js';
import { formatValue } from '../metric-value.js';
import { historyChart } from './history-chart.js';
import { timesOf } from './times.js';

export interface HistoryTextOptions {
  /** The scenario in words. */
  scenario: string;
  environment: Summary['environment'];
  /** The machines of runs that were placed on several. */
  hosts?: Summary['hosts'];
  /** Runs that are not in it, by the reason. */
  leftOut: Readonly<Record<string, number>>;
}

/** A history as text: a row for each build, a chart of the first metric, what the marks mean, and what is left out. */
export function historyText([drawn, other]: readonly [History, History], options: HistoryTextOptions): string {
  const { scenario, environment, hosts = [], leftOut } = options;
  const timeOf = timesOf(drawn.points.map(({ time }) => time));
  const blocks = [
    wrap(`${scenario}: ${runsText(drawn)}`, pageWidth),
    textTable(
      columns(drawn, other),
      drawn.points.map((point, at) => [timeOf(point.time), ...cells(point, other.points[at]!, drawn, other)]),
    ),
    drawn.points.length < 2 ? [] : [drawn.metric.title, ...historyChart(drawn)],
    [
      ...labelled('BAND', bandLines(drawn, other).join('\n')),
      ...(canBeMarked([drawn, other]) ? labelled('MARKED', markedText([drawn, other])) : []),
      ...unlessEmpty(
        'CHANGED',
        drawn.points.flatMap((point) => dated(timeOf(point.time), point.also)),
      ),
      ...unlessEmpty(
        'NOT COUNTED',
        drawn.points.flatMap((point) => dated(timeOf(point.time), notCounted(point))),
      ),
      ...unlessEmpty('LEFT OUT', leftOutText(leftOut)),
      ...(environment === null ? [] : labelled('MACHINE', machineLines({ hosts }, environment).join('\n'))),
    ],
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

const unlessEmpty = (label: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : labelled(label, lines.join('\n'));

function runsText({ points }: History): string {
  const runs = points.reduce((sum, point) => sum + point.runs.length, 0);
  const counted = points.reduce((sum, { n }) => sum + n, 0);
  const not = runs === counted ? '' : `, of which ${counted} count`;
  return `${runs} run${runs === 1 ? '' : 's'}${not}; consecutive ones of a build share a row`;
}

/** As wide as the mark. */
const unmarked = '  ';

const left = (header: string): Column => ({ header, align: 'left' });
const right = (header: string): Column => ({ header, align: 'right' });

const columns = (drawn: History, other: History): Column[] => [
  ...['Since', 'Build'].map(left),
  ...['Runs', capital(drawn.metric.title.replace(' relays', '')), 'min .. max', `change${unmarked}`].map(right),
  ...[capital(other.metric.title.replace(' relays', '')), `change${unmarked}`].map(right),
];

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function cells(point: HistoryPoint, beside: HistoryPoint, drawn: History, other: History): string[] {
  return [
    harmless(point.label),
    String(point.n),
    formatValue(drawn.metric, point.value),
    rangeText(point, drawn),
    changeText(point),
    formatValue(other.metric, beside.value),
    changeText(beside),
  ];
}

/** Of a single run there is no range. The unit is said once, where it is the same. */
function rangeText({ low, high, n }: HistoryPoint, { metric }: History): string {
  if (n < 2) return notAvailable;
  const [from, to] = [formatValue(metric, low), formatValue(metric, high)];
  const unit = /(?: .*|\/s)$/u.exec(to)?.[0] ?? '';
  return `${unit !== '' && from.endsWith(unit) ? from.slice(0, -unit.length) : from} .. ${to}`;
}

function changeText({ change, marked }: HistoryPoint): string {
  return change === null ? '' : `${change >= 0 ? '+' : ''}${formatPercent(change)}${marked ? ' *' : unmarked}`;
}

/** What is not known of both, for the same reason, is said once. */
const bandLines = (drawn: History, other: History): string[] =>
  drawn.why_no_band !== null && drawn.why_no_band === other.why_no_band
    ? [`not known: ${drawn.why_no_band}`]
    : [bandText(drawn), bandText(other)];

/** From what the band is known, and how much single runs scatter by it. */
export function bandText({ band, why_no_band: why, metric }: History): string {
  if (band === null) return `not known for ${metric.title}: ${why ?? 'no reason is known'}`;
  const { source, of, deviation } = band;
  const from =
    source === 'calibrations'
      ? `${of} comparison${of === 1 ? '' : 's'} of a build with itself here, within pairs: days apart differ by more`
      : `${of} runs that repeat others of the same build`;
  return `${metric.title}: single runs scatter by ${percentText(Math.expm1(deviation))} (from ${from})`;
}

/** What the marks mean, and how often there is one by chance. */
export function markedText(histories: readonly [History, History]): string {
  if (!canBeMarked(histories)) return 'nothing, as no band is known';
  const marked = histories.some(({ points }) => points.some((point) => point.marked));
  const meaning = '*, ◆: a median beyond the band (· in the chart) around the one before';
  const rate = 'of medians that neither build nor day moved about one in 20 lies there';
  return `${marked ? meaning : `nothing is (${meaning})`}; ${rate}; only flimflam compare tells for sure`;
}

const canBeMarked = (histories: readonly [History, History]): boolean =>
  histories.some(({ points }) => points.some(({ band }) => band !== null));

/** What there is to say of a row, by its time. */
const dated = (time: string, parts: readonly string[]): string[] =>
  parts.length === 0 ? [] : [`${time}: ${harmless(parts.join(', '))}`];

const notCounted = ({ not_counted: not }: HistoryPoint): string[] =>
  Object.entries(not).map(([status, count]) => `${count} ${status}`);

const reasons: Readonly<Record<string, string>> = {
  scenario: 'of another scenario',
  machine: 'of another machine or an unknown one',
  captured: 'looked into by a capture',
  unreadable: 'not readable',
};

export const leftOutText = (leftOut: Readonly<Record<string, number>>): string[] => {
  const parts = Object.entries(leftOut).filter(([, count]) => count > 0);
  return parts.length === 0 ? [] : [parts.map(([reason, count]) => `${count} ${reasons[reason] ?? reason}`).join('; ')];
};

import type { History, HistoryPoint } from '../../model/history.js';
import { formatValue } from '../metric-value.js';
import { harmless, pad, shorten, textWidth } from '../layout.js';

/** Columns of the usual terminal. */
const chartWidth = 80;

/** The most room for the name of a build. */
const labelRoom = 30;

/** A line for each point: the band in dots, least to most as a line, the median on it; marked medians are drawn full. */
export function historyChart({ points, metric }: History): string[] {
  const drawn = points.filter(({ value }) => value !== null);
  const ends = drawn.flatMap(({ low, high, band }) => [low!, high!, ...(band === null ? [] : [band.low, band.high])]);
  if (drawn.length === 0) return [];
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const labels = points.map(({ label }) => shorten(harmless(label), labelRoom));
  const labelWidth = Math.max(...labels.map(textWidth));
  const width = chartWidth - labelWidth - 2;
  const place = (value: number): number =>
    high === low ? Math.floor(width / 2) : Math.round(((value - low) / (high - low)) * (width - 1));
  const lines = points.map((point, at) => `${pad(labels[at]!, labelWidth)}  ${line(point, place, width)}`.trimEnd());
  return [...lines, `${' '.repeat(labelWidth)}  ${axis(formatValue(metric, low), formatValue(metric, high), width)}`];
}

function line(
  { value, low, high, band, marked }: HistoryPoint,
  place: (value: number) => number,
  width: number,
): string {
  if (value === null) return '(none counts)';
  const cells = Array.from({ length: width }, () => ' ');
  if (band !== null) cells.fill('·', place(band.low), place(band.high) + 1);
  cells.fill('─', place(low!), place(high!) + 1);
  cells[place(value)] = marked ? '◆' : '○';
  return cells.join('');
}

/** The ends of the axis, which does not begin at zero. */
const axis = (low: string, high: string, width: number): string =>
  low === high
    ? pad(low, Math.floor(width / 2) + textWidth(low), 'right')
    : low + pad(high, width - textWidth(low), 'right');

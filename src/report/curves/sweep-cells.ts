import type { Curve, FigureName, Spread, Sweep, SweepPoint } from '../../model/sweep.js';
import {
  formatBitsPerSecond,
  formatBytes,
  formatCores,
  formatRate,
  formatSeconds,
  formatSignificant,
  notAvailable,
} from '../../units/quantity.js';
import type { Column } from '../table.js';
import { lastAttempts } from './spread.js';

/** A figure of a point, and how it is shown. */
export interface SweepFigure {
  name: FigureName;
  /** Of its column in the text. */
  header: string;
  format: (value: number) => string;
}

/** The columns of one curve, and its cells row by row. */
export interface CurveCells {
  columns: Column[];
  rows: string[][];
}

export const right = (header: string): Column => ({ header, align: 'right' });

/** The cells of one curve; figures that no point of it has are left out. */
export function curveCells({ points }: Curve, counted: Sweep['counted']): CurveCells {
  const shown = shownOf(counted).filter(
    ({ name }) => name === 'rate' || points.some(({ figures }) => figures[name] !== null),
  );
  return {
    columns: shown.map(({ header }) => right(header)),
    rows: points.map((point) => shown.map((figure) => sweepCell(point, figure))),
  };
}

/** What the table of the text has room for. */
const inText = new Set<FigureName>(['rate', 'latency_p99', 'relays_cost']);

const shownOf = (counted: Sweep['counted']): SweepFigure[] =>
  sweepFigures(counted).filter(({ name }) => inText.has(name));

/** All figures of a sweep, in the order in which they are shown. */
export function sweepFigures(counted: Sweep['counted']): SweepFigure[] {
  const requests = counted === 'operations';
  return [
    requests
      ? { name: 'rate', header: 'Ops/s', format: (value) => formatRate(value).replace('/s', '') }
      : { name: 'rate', header: 'Bits/s', format: formatBitsPerSecond },
    { name: 'latency_p50', header: 'Lat p50', format: formatSeconds },
    { name: 'latency_p99', header: 'Lat p99', format: formatSeconds },
    { name: 'relays_cost', header: requests ? 'CPU-s/kop' : 'CPU-s/GB', format: formatSignificant },
    { name: 'relays_cpu', header: 'CPU', format: formatCores },
    { name: 'relays_rss', header: 'RSS', format: formatBytes },
  ];
}

/** The figure of a point with its spread; without one, what became of the point. */
export function sweepCell({ figures, counted, doubtful, runs }: SweepPoint, { name, format }: SweepFigure): string {
  const spread = figures[name];
  if (spread !== null) {
    // A single run of several that were asked for must not look like their median.
    const alone = counted === 1 && lastAttempts(runs).length > 1 ? ' (1 run)' : '';
    return `${doubtful ? '!' : ''}${spreadText(spread, counted, format)}${alone}`;
  }
  if (name !== 'rate') return notAvailable;
  return lastAttempts(runs).at(-1)?.status ?? 'not run';
}

// Samples: `3.12 Gb/s`, `12,345`.
const numberThenUnit = /^(-?[\d.,]+)(.*)$/;

/** `3.12 Gb/s [2.98, 3.31]` for an interval, `3.12 Gb/s (2.98 .. 3.31)` for all that was seen; the unit once if it is the same. */
export function spreadText(
  { median, low, high, level }: Spread,
  counted: number,
  format: (value: number) => string,
): string {
  const middle = format(median);
  if (counted < 2) return middle;
  const [, , unit = ''] = numberThenUnit.exec(middle) ?? [];
  const ends = [low, high].map(format);
  const same = ends.every((end) => numberThenUnit.exec(end)?.[2] === unit);
  const [from = '', to = ''] = same ? ends.map((end) => end.slice(0, end.length - unit.length)) : ends;
  return level === null ? `${middle} (${from} .. ${to})` : `${middle} [${from}, ${to}]`;
}

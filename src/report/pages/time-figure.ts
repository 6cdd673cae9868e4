import { roleTitle } from '../../model/names.js';
import type { Summary } from '../../model/summary.js';
import type { Axis, Series, XyChart } from '../charts/chart.js';
import type { Figure } from '../page/figure.js';
import { roleColour } from '../page/role-colour.js';
import { inOrder } from './run-content.js';

type Values = readonly (number | null)[];

/** Seconds from the begin of the window to its end. */
export const endOf = ({ results, configuration }: Summary): number => results?.duration ?? configuration.duration;

/** Something over time. */
export interface Line {
  name: string;
  colour: number;
  values: Values;
}

interface Drawn extends Pick<Figure, 'id' | 'title' | 'about'> {
  y: Axis;
  unit: string;
  time: readonly number[];
  lines: readonly Line[];
  rules?: NonNullable<XyChart['rules']>;
  /** Which of the lines are drawn; the others are only in the data. */
  drawnRoles?: (name: string) => boolean;
}

/** A chart over the time in the window, the warm-up to its left; null where nothing is known of any of the lines. */
export function timeFigure(summary: Summary, drawn: Drawn): Figure | null {
  const { id, title, about, y, unit, time, lines, rules = [], drawnRoles = () => true } = drawn;
  if (!lines.some(({ values }) => values.some((value) => value !== null))) return null;
  const x = time.map((value) => inThousandths(value)!);
  const begin = Math.min(x[0]!, 0);
  const chart: XyChart = {
    kind: 'xy',
    x: { title: 'time in the window', quantity: 'duration', scale: 'linear', to: endOf(summary) },
    y,
    series: lines
      .filter(({ name }) => drawnRoles(name))
      .map(({ name, colour, values }): Series => ({ name, colour, x, y: values, drawn: 'line' })),
    ranges: begin < 0 ? [{ axis: 'x', from: begin, to: 0, name: 'warm-up' }] : [],
    rules: [...rules, { axis: 'x', at: 0, name: 'window' }],
  };
  const columns = lines.map(({ name, values }) => ({ title: `${name} (${unit})`, values }));
  return { id, title, about, chart, table: { columns: [{ title: 'time (s)', values: x }, ...columns] } };
}

/** A line a role, in the order of the chain. */
export const linesOf = (
  byRole: Readonly<Record<string, Values>>,
  rounded: (value: number | null) => number | null,
): Line[] =>
  inOrder(Object.keys(byRole)).map((role) => ({
    name: roleTitle(role),
    colour: roleColour(role),
    values: byRole[role]!.map(rounded),
  }));

/** More digits than this are noise of the clock, and a page of ten minutes has 80,000 figures. */
export const inThousandths = (value: number | null): number | null =>
  value === null ? null : Math.round(value * 1000) / 1000;

export const inDigits =
  (digits: number) =>
  (value: number | null): number | null =>
    value === null ? null : Number(value.toPrecision(digits));

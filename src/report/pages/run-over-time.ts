import { roleTitle } from '../../model/names.js';
import type { Series as RunSeries } from '../../model/summary.js';
import { formatBitsPerSecond } from '../../units/quantity.js';
import type { Axis, Series, XyChart } from '../charts/chart.js';
import type { Figure } from '../page/figure.js';
import { roleColour } from '../page/role-colour.js';
import { inOrder, type RunParts } from './run-content.js';

type Values = readonly (number | null)[];

/** Throughput, CPU and memory from the begin of the warm-up to the end of the window; nothing without samples. */
export function overTime(parts: RunParts): Figure[] {
  const { summary } = parts;
  const series = summary.series === null ? null : untilEnd(summary.series, endOf(summary));
  if (series === null || series.time.length < 2) return [];
  return [throughput(parts, series), cpu(parts, series), memory(parts, series)].filter((figure) => figure !== null);
}

/** Seconds. Samples are rounded to this. */
const rounding = 0.001;

const endOf = ({ results, configuration }: RunParts['summary']): number => results?.duration ?? configuration.duration;

/** Without what comes after the window, when the processes end. */
function untilEnd({ interval, time, bits_per_second, cpu: cpus, rss }: RunSeries, end: number): RunSeries {
  const count = time.filter((at) => at <= end + rounding).length;
  const cut = <T>(byRole: Readonly<Record<string, readonly T[]>>): Record<string, T[]> =>
    Object.fromEntries(Object.entries(byRole).map(([role, values]) => [role, values.slice(0, count)]));
  return {
    interval,
    time: time.slice(0, count),
    bits_per_second: bits_per_second.slice(0, count),
    cpu: cut(cpus),
    rss: cut(rss),
  };
}

function throughput({ summary, id }: RunParts, { time, bits_per_second: rates }: RunSeries): Figure | null {
  const { results, configuration } = summary;
  const whole =
    configuration.workload === 'iperf3' ? ' iperf3 counts once a second: what is finer is a straight line.' : '';
  const average = results?.bits_per_second ?? null;
  // Said here, since a text at the line would hide what is drawn around it.
  const dashed = average === null ? '' : ` Dashed: the average of the window, ${formatBitsPerSecond(average)}.`;
  return figure(summary, {
    id: id('throughput'),
    title: 'Throughput',
    about: `${sentence(results?.bit ?? 'Payload')}, per second, from sample to sample.${dashed}${whole}`,
    y: { title: 'throughput', quantity: 'bits/s', scale: 'linear', from: 0 },
    unit: 'bits per second',
    time,
    lines: [{ name: 'throughput', colour: 0, values: rates.map(inDigits(4)) }],
    rules: average === null ? [] : [{ axis: 'y', at: average, name: '' }],
  });
}

const cpu = ({ summary, id }: RunParts, { time, cpu: byRole }: RunSeries): Figure | null =>
  figure(summary, {
    id: id('cpu'),
    title: 'CPU by role',
    about: 'Cores: seconds of CPU time in a second, over all processes and threads of a role.',
    y: { title: 'cores', quantity: 'cores', scale: 'linear', from: 0 },
    unit: 'cores',
    time,
    lines: linesOf(byRole, inThousandths),
  });

const memory = ({ summary, id }: RunParts, { time, rss: byRole }: RunSeries): Figure | null =>
  figure(summary, {
    id: id('memory'),
    title: 'Resident memory by role',
    about: 'RSS, summed over the processes of a role; what they share is counted for each of them.',
    y: { title: 'RSS', quantity: 'bytes', scale: 'linear', from: 0 },
    unit: 'bytes',
    time,
    // Pages of 4096 bytes: a digit less than this would show steps that are not there.
    lines: linesOf(byRole, inDigits(5)),
    // Flimflam's own memory has nothing to do with the chain, and would flatten everything else.
    drawnRoles: chain,
  });

const chain = (name: string): boolean => /^(?:relay|client|server)/u.test(name);

interface Line {
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

/** Null where nothing is known of any of the lines. */
function figure(summary: RunParts['summary'], drawn: Drawn): Figure | null {
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

const linesOf = (byRole: Readonly<Record<string, Values>>, rounded: (value: number | null) => number | null): Line[] =>
  inOrder(Object.keys(byRole)).map((role) => ({
    name: roleTitle(role),
    colour: roleColour(role),
    values: byRole[role]!.map(rounded),
  }));

/** More digits than this are noise of the clock, and a page of ten minutes has 80,000 figures. */
const inThousandths = (value: number | null): number | null =>
  value === null ? null : Math.round(value * 1000) / 1000;

const inDigits =
  (digits: number) =>
  (value: number | null): number | null =>
    value === null ? null : Number(value.toPrecision(digits));

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

import { argumentsOf } from '../model/arguments.js';
import type { Curve, Sweep, SweepPoint } from '../model/sweep.js';
import { formatPercent } from '../units/quantity.js';
import { quoteForShell } from '../units/shell.js';
import { curveCells, right, type CurveCells } from './curves/sweep-cells.js';
import { lastAttempts } from './curves/spread.js';
import { labelled, pad, textWidth } from './layout.js';
import { machineLine } from './run/settings.js';
import { textTable } from './table.js';

/** As wide as the table of a bench; curves that do not fit side by side stand one below the other. */
const tableWidth = 130;

const gap = '   ';

/** A sweep as text: a row for each value, side by side for each relay; then what went wrong, and how it was set up. */
export function sweepText(sweep: Sweep, { folder }: { folder: string }): string {
  const blocks = [
    ...(sweep.status === 'complete' ? [] : [['INTERRUPTED: what was measured until then']]),
    [headline(sweep)],
    ...tables(sweep),
    labelled('', legend(sweep), 0),
    sweep.curves.flatMap((curve) => troubles(curve, sweep)),
    [
      ...sweep.warnings.flatMap(({ code, message, advice }, at) =>
        labelled(at === 0 ? 'WARNINGS' : '', `${code}: ${message}; ${advice}`),
      ),
      ...labelled('CONFIGURATION', configuration(sweep)),
      ...(sweep.environment === null ? [] : labelled('ENVIRONMENT', machineLine(sweep.environment))),
      ...labelled('saved', folder),
    ],
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

const axisTitle = ({ axis }: Sweep): string => axis.replace('_', ' ');

function headline(sweep: Sweep): string {
  const { configuration, curves, values, repeat } = sweep;
  const relays = curves.map(({ spec }) => spec).join(', ');
  const range = values.map(({ text }) => text).join(', ');
  const runs = repeat === 1 ? '1 run each' : `${repeat} runs each`;
  return `${configuration.workload} over ${relays}, ${configuration.protocol}; ${axisTitle(sweep)} ${range}; ${runs}`;
}

/** One table with a group of columns for each curve, if it fits; else a table for each. */
function tables(sweep: Sweep): string[][] {
  const groups = sweep.curves.map((curve) => ({ title: curve.spec, group: curveCells(curve, sweep.counted) }));
  const first = right(axisTitle(sweep));
  const axis: CurveCells = { columns: [first], rows: sweep.values.map(({ text }) => [text]) };
  const blocks = [{ title: '', group: axis }, ...groups].map(({ title, group }) => {
    const lines = [title, ...textTable(group.columns, group.rows)];
    const width = Math.max(...lines.map(textWidth));
    return lines.map((line) => pad(line, width));
  });
  const joined = blocks[0]!.map((_, row) =>
    blocks
      .map((lines) => lines[row])
      .join(gap)
      .trimEnd(),
  );
  if (Math.max(...joined.map(textWidth)) <= tableWidth) return [joined];
  return groups.map(({ title, group }) => {
    const rows = sweep.values.map(({ text }, at) => [text].concat(group.rows[at] ?? []));
    return [title].concat(textTable([first].concat(group.columns), rows));
  });
}

function legend({ repeat, curves, counted }: Sweep): string {
  const points = curves.flatMap((curve) => curve.points);
  const spreads = points.flatMap(({ figures }) => Object.values(figures)).filter((figure) => figure !== null);
  const levels = spreads.flatMap(({ level }) => (level === null ? [] : [level]));
  const short = repeat > 1 && spreads.some(({ level }) => level === null);
  const least = levels.length === 0 ? '' : formatPercent(Math.min(...levels));
  return [
    ...(repeat > 1 ? [`medians of ${repeat} runs`] : ['a single run each, so no spread is known']),
    ...(levels.length > 0 ? [`[low, high]: holds the median with at least ${least}`] : []),
    ...(short ? ['(min .. max): all that was seen, since fewer than 6 runs bear no 95 % interval'] : []),
    `CPU-s: of all relays by ${counted === 'bits' ? 'GB of payload' : 'kop (1000 operations)'}`,
    ...(points.some(({ doubtful }) => doubtful) ? ['!: invalid, do not rely on it'] : []),
  ].join('; ');
}

/** What became of the passes that are not good, each kind of trouble of a point once. */
function troubles({ spec, points }: Curve, sweep: Sweep): string[] {
  return points.flatMap((point, at) =>
    troublesOf(point).flatMap(({ trouble, count }) => {
      const where = `${spec}, ${axisTitle(sweep)} ${sweep.values[at]!.text}`;
      return labelled('TROUBLE', `${where}: ${count} of ${sweep.repeat} runs ${trouble}`);
    }),
  );
}

// What differs from run to run in a trouble that is the same.
const figures = /\d+(?:\.\d+)?/g;

function troublesOf({ runs }: SweepPoint): { trouble: string; count: number }[] {
  const found = new Map<string, { trouble: string; count: number }>();
  for (const { status, reason, attempt } of lastAttempts(runs)) {
    if (status === 'ok') continue;
    const times = attempt > 1 ? ` (attempt ${attempt})` : '';
    const trouble = `${status}${times}: ${reason?.message ?? 'no reason was recorded'}`;
    const key = trouble.replaceAll(figures, '#');
    found.set(key, { trouble: found.get(key)?.trouble ?? trouble, count: (found.get(key)?.count ?? 0) + 1 });
  }
  return [...found.values()];
}

/** The options that hold for every run, as they would be typed; what a curve alone has is part of its name. */
function configuration({ configuration, curves, axis, repeat, seed }: Sweep): string {
  const own = new Set(
    curves.flatMap(({ relay_options: options }) => Object.entries(options).map(([k, v]) => `${k}=${v}`)),
  );
  const left = new Set([axisOption(axis), '--relay']);
  const shared = argumentsOf(configuration).filter(
    ([option = '', value = '']) => !left.has(option) && !(option === '--relay-option' && own.has(value)),
  );
  const options = [...shared, ['--repeat', String(repeat)], ['--seed', String(seed)]];
  return options.map((words) => words.map(quoteForShell).join(' ')).join(' ');
}

/** How the axis is asked for. */
const axisOption = (axis: Sweep['axis']): string => `--${axis.replace('_', '-')}`;

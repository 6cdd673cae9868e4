import { argumentsOf } from '../../model/arguments.js';
import type { Sweep, SweepPoint } from '../../model/sweep.js';
import { formatPercent } from '../../units/quantity.js';
import { quoteForShell } from '../../units/shell.js';
import { lastAttempts } from './spread.js';

/** The option that differs, as people say it. */
export const axisTitle = ({ axis }: Sweep): string => axis.replace('_', ' ');

/** What was measured, in one line. */
export function sweepHeadline(sweep: Sweep): string {
  const { configuration, curves, values, repeat } = sweep;
  const relays = curves.map(({ spec }) => spec).join(', ');
  const range = values.map(({ text }) => text).join(', ');
  const runs = repeat === 1 ? '1 run each' : `${repeat} runs each`;
  return `${configuration.workload} over ${relays}, ${configuration.protocol}; ${axisTitle(sweep)} ${range}; ${runs}`;
}

/** How the figures are to be read. */
export function sweepLegend({ repeat, curves, counted }: Sweep): string {
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
export const sweepTroubles = (sweep: Sweep): string[] =>
  sweep.curves.flatMap(({ spec, points }) =>
    points.flatMap((point, at) =>
      troublesOf(point).map(
        ({ trouble, count }) =>
          `${spec}, ${axisTitle(sweep)} ${sweep.values[at]!.text}: ${count} of ${sweep.repeat} runs ${trouble}`,
      ),
    ),
  );

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
export function sweepOptions({ configuration, curves, axis, repeat, seed }: Sweep): string {
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
export const axisOption = (axis: Sweep['axis']): string => `--${axis.replace('_', '-')}`;

import { roleTitle } from '../../model/names.js';
import type { Bench } from '../../model/summary.js';
import { formatDuration } from '../../units/duration.js';
import { countsOperations, figuresOf, troublesOf } from './figures.js';

/** What the headings mean, as far as this table needs it. */
export function benchLegend({ rows, repeat }: Bench): string {
  const parts = [
    ...(repeat > 1 ? [`medians of ${repeat} runs, Range from the slowest to the fastest`] : []),
    'R1, R2: relay 1 (nearest the client) and 2, CPU in cores',
    `CPU-s: of all relays by GB of payload${rows.some(countsOperations) ? ', or by kop (1000 operations)' : ''}`,
    '% of the same without a relay, and with the relay builtin',
    ...(rows.some((row) => figuresOf(row)?.doubtful === true) ? ['!: invalid, do not rely on it'] : []),
  ];
  return parts.join('; ');
}

/** What became of the runs of all rows that are not ok. */
export const benchTroubles = ({ rows }: Bench): string[] =>
  rows.flatMap((row) => {
    const { workload, relay, protocol } = row;
    return troublesOf(row).map((trouble) => `${workload} over ${relay}, ${protocol}: ${trouble}`);
  });

const durations = new Set(['warmup', 'duration']);

/** The options that hold for every row. */
export function benchOptions({ configuration, seed, repeat }: Bench): string {
  const options = Object.entries(configuration).flatMap(([key, value]) => {
    const text = typeof value === 'number' && durations.has(key) ? formatDuration(value) : optionText(value);
    return text === '' ? [] : [`${roleTitle(key).replaceAll('_', '-')} ${text}`];
  });
  const shuffled = repeat > 1 ? [`repeat ${repeat}`, `seed ${seed}`] : [];
  return [...options, ...shuffled].join(', ');
}

/** A value as text; empty for what was not given. */
function optionText(value: unknown): string {
  if (Array.isArray(value)) return value.map(optionText).join('+');
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([key, inner]) => `${key}=${optionText(inner)}`)
      .join(' ');
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

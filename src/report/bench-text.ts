import { roleTitle } from '../model/names.js';
import type { Bench, BenchRow } from '../model/summary.js';
import { formatDuration } from '../units/duration.js';
import { benchCells, benchColumns } from './bench/rows.js';
import { countsOperations, figuresOf, troublesOf } from './bench/figures.js';
import { labelled } from './layout.js';
import { machineLine } from './run/settings.js';
import { textTable } from './table.js';

export interface BenchTextOptions {
  /** Folder of bench.json, as it is shown to the user. */
  folder?: string;
}

/** A bench as text: the table, what did not work and why, what is missing, and how it was set up. */
export function benchText(bench: Bench, { folder }: BenchTextOptions = {}): string {
  const { rows, repeat, environment } = bench;
  const blocks = [
    rows.length === 0
      ? ['nothing could be run']
      : textTable(
          benchColumns(repeat),
          rows.map((row) => benchCells(row, repeat)),
        ),
    legend(bench),
    rows.flatMap(troubles),
    bench.missing.flatMap(({ program, needed_for, install }) =>
      labelled('MISSING', `${program}, needed for ${needed_for}: ${install}`),
    ),
    [
      ...configuration(bench),
      ...(environment === null ? [] : labelled('ENVIRONMENT', machineLine(environment))),
      ...(folder === undefined ? [] : labelled('saved', folder)),
    ],
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** What the headings mean, as far as this table needs it. */
function legend({ rows, repeat }: Bench): string[] {
  if (rows.length === 0) return [];
  const parts = [
    ...(repeat > 1 ? [`medians of ${repeat} runs, Range from the slowest to the fastest`] : []),
    'R1, R2: relay 1 (nearest the client) and 2, CPU in cores',
    `CPU-s: of all relays by GB of payload${rows.some(countsOperations) ? ', or by kop (1000 operations)' : ''}`,
    '% of the same without a relay, and with the relay builtin',
    ...(rows.some((row) => figuresOf(row)?.doubtful === true) ? ['!: invalid, do not rely on it'] : []),
  ];
  return labelled('', parts.join('; '), 0);
}

function troubles(row: BenchRow): string[] {
  const { workload, relay, protocol } = row;
  return troublesOf(row).flatMap((trouble) =>
    labelled('TROUBLE', `${workload} over ${relay}, ${protocol}: ${trouble}`),
  );
}

const durations = new Set(['warmup', 'duration']);

/** The options that hold for every row. */
function configuration({ configuration, seed, repeat }: Bench): string[] {
  const options = Object.entries(configuration).flatMap(([key, value]) => {
    const text = typeof value === 'number' && durations.has(key) ? formatDuration(value) : optionText(value);
    return text === '' ? [] : [`${roleTitle(key).replaceAll('_', '-')} ${text}`];
  });
  const shuffled = repeat > 1 ? [`repeat ${repeat}`, `seed ${seed}`] : [];
  return labelled('CONFIGURATION', [...options, ...shuffled].join(', '));
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

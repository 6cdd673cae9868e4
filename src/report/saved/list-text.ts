import type { SavedEntry, SavedKind } from '../../model/saved.js';
import {
  formatBitsPerSecond,
  formatRate,
  formatSeconds,
  formatSignificant,
  notAvailable,
} from '../../units/quantity.js';
import { harmless, labelled, pageWidth, shorten, textWidth } from '../layout.js';
import { textTable, type Column, type Row } from '../table.js';
import { buildLabel } from './build.js';
import { timesOf } from './times.js';

const left = (header: string): Column => ({ header, align: 'left' });
const right = (header: string): Column => ({ header, align: 'right' });

/** What stands before the scenario of each kind. */
const commands: Readonly<Record<SavedKind, string>> = {
  run: '',
  bench: '',
  comparison: 'compare ',
  comparisons: 'compare ',
  sweep: 'sweep ',
  capacity: 'capacity ',
};

/** The least room for what was run, and for a sentence. */
const narrowest = 20;

/** What is saved as a table, the newest last, and what could not be read below it. */
export function listText(entries: readonly SavedEntry[], width = pageWidth): string {
  const withLatency = entries.some(({ latency_p99: p99 }) => p99 !== null);
  const timeOf = timesOf(entries.map(({ started }) => started));
  const columns = [
    ...['When', 'Name', 'What', 'Build'].map(left),
    ...['Rate', 'CPU-s', ...(withLatency ? ['p99'] : [])].map(right),
    left('Status'),
  ];
  const whole = entries.map((entry) => cellsOf(entry, { withLatency, timeOf }));
  // All but `What` keep their width; it takes what is left.
  const others = columns.map(({ header }, at) =>
    at === whatAt ? 0 : Math.max(textWidth(header), ...whole.map((cells) => textWidth(cells[at] ?? ''))),
  );
  const room = Math.max(narrowest, width - 2 * (columns.length - 1) - others.reduce((sum, one) => sum + one, 0));
  const start = 2 * whatAt + others[0]! + others[1]!;
  const rows = entries.map((entry, at): Row => {
    const cells = whole[at]!;
    if (entry.kind === 'run' && entry.status !== 'unreadable') return cells.with(whatAt, shorten(cells[whatAt]!, room));
    const says = [cells[whatAt], entry.status === 'ok' ? null : entry.status.toUpperCase(), sentenceOf(entry)];
    const text = says.filter((part) => part !== null && part !== '').join(': ');
    return { cells: cells.slice(0, whatAt), rest: shorten(text, Math.max(narrowest, width - start)) };
  });
  // The rows of sentences must not be padded to the columns after them.
  const lines = textTable(
    columns,
    rows.map((row) => ('rest' in row ? [] : row)),
  );
  const table = lines.map((line, at) => sentenceLine(rows[at - 1], others) ?? line);
  return `${[...table, ...legend(entries)].join('\n')}\n`;
}

const whatAt = 2;

function sentenceLine(row: Row | undefined, widths: readonly number[]): string | null {
  if (row === undefined || !('rest' in row)) return null;
  const cells = row.cells.map((cell, at) => cell.padEnd(widths[at] ?? 0));
  return [...cells, row.rest].join('  ').trimEnd();
}

function cellsOf(
  entry: SavedEntry,
  { withLatency, timeOf }: { withLatency: boolean; timeOf: (time: string) => string },
): string[] {
  const { started, name, kind, scenario, captured, build, status, latency_p99: p99 } = entry;
  return [
    started === null ? notAvailable : timeOf(started),
    harmless(name),
    harmless(`${commands[kind]}${scenario}${captured === null ? '' : ` (${captured})`}`),
    harmless(kind === 'run' ? buildLabel(build) : ''),
    kind === 'run' ? rateCell(entry) : '',
    kind === 'run' ? costCell(entry) : '',
    ...(withLatency ? [kind === 'run' ? formatSeconds(p99) : ''] : []),
    kind === 'run' ? status : '',
  ];
}

/** The answer, or why there is none. */
const sentenceOf = ({ answer, reason, status, path }: SavedEntry): string =>
  // The name stands in the same line.
  harmless((status === 'unreadable' ? reason : answer) ?? '')
    .replaceAll('\n', ' ')
    .replaceAll(`${path}/`, '')
    .replaceAll(path, 'this folder');

const rateCell = ({ bits_per_second: bits, operations_per_second: operations }: SavedEntry): string =>
  operations === null ? formatBitsPerSecond(bits) : formatRate(operations);

const costCell = ({ relays_cost: cost, relays_cost_unit: unit }: SavedEntry): string =>
  cost === null ? notAvailable : `${formatSignificant(cost)}/${unit === 'GB' ? 'GB' : 'kop'}`;

function legend(entries: readonly SavedEntry[]): string[] {
  const costs = new Set(entries.map(({ relays_cost_unit: unit }) => unit));
  const parts = [
    ...(costs.has('GB') || costs.has('1000 operations')
      ? [`CPU-s: of all relays by GB of payload${costs.has('1000 operations') ? ', or by kop (1000 operations)' : ''}`]
      : []),
    ...(entries.some(({ captured }) => captured !== null)
      ? ['(stat), (record) ...: looked into, which costs speed']
      : []),
  ];
  return parts.length === 0 ? [] : ['', ...labelled('', parts.join('; '), 0)];
}

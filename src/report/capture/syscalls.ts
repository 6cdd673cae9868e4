import type { Capture } from '../../model/capture.js';
import { roleTitle } from '../../model/names.js';
import type { Summary } from '../../model/summary.js';
import type { Syscalls } from '../../model/syscalls.js';
import { workOf } from '../../model/work.js';
import { formatCount, formatSeconds, formatSignificant, notAvailable } from '../../units/quantity.js';
import { harmless, labelled, labelWidth, pad, shorten } from '../layout.js';
import { textTable, type Column } from '../table.js';
import { alongTheChain } from './role-order.js';

type SyscallRow = Syscalls['rows'][number];
type Figures = Pick<SyscallRow, 'calls' | 'errors' | 'again' | 'seconds' | 'bytes'>;

/** Lines for the calls of a thread; where there are more calls, the last line sums the rest. */
const mostLines = 8;
const longestName = 24;

/** System calls by role and thread, the most frequent first. Threads that made none are not there. */
export function syscallsSection({ syscalls }: Pick<Capture, 'syscalls'>, results: Summary['results']): string[] {
  if (syscalls === null) return [];
  const per = perHeader(results);
  const columns: Column[] = [
    { header: pad('SYSTEM CALLS', labelWidth), align: 'left' },
    ...['calls', 'errors', 'EAGAIN', 'time', ...(per === null ? [] : [per.header]), 'bytes/call'].map(
      (header): Column => ({ header, align: 'right' }),
    ),
  ];
  const line = (indent: number, name: string, found: Figures): string[] => [
    ' '.repeat(indent) + shorten(harmless(name), longestName),
    ...[formatCount(found.calls), formatCount(found.errors - found.again), formatCount(found.again)],
    formatSeconds(found.seconds),
    ...(per === null ? [] : [figure(found.calls / per.amount)]),
    found.bytes === null ? '' : figure(found.bytes / found.calls),
  ];
  const ofThread = ([thread, calls]: [string, SyscallRow[]]): string[][] =>
    [line(4, thread, total(calls))].concat(shown(calls).map(({ name, figures }) => line(6, name, figures)));
  const roles = groups(syscalls.rows, 'role');
  const table = alongTheChain([...roles.keys()]).flatMap((role) => {
    const rows = roles.get(role) ?? [];
    return [line(2, roleTitle(role), total(rows))].concat([...groups(rows, 'thread')].flatMap(ofThread));
  });
  return [...textTable(columns, table), ...cut(syscalls.unpaired)];
}

/** Calls by payload, or by operation where there are operations. */
function perHeader(results: Summary['results']): { header: string; amount: number } | null {
  const work = workOf(results);
  if (work === null) return null;
  return work.unit === 'GB'
    ? { header: 'calls/GB', amount: work.amount }
    : { header: 'calls/op', amount: work.amount * 1000 };
}

function groups(rows: readonly SyscallRow[], by: 'role' | 'thread'): Map<string, SyscallRow[]> {
  const found = new Map<string, SyscallRow[]>();
  for (const row of rows) found.set(row[by], [...(found.get(row[by]) ?? []), row]);
  return found;
}

function shown(calls: readonly SyscallRow[]): { name: string; figures: Figures }[] {
  const lines = calls.map((row) => ({ name: row.syscall, figures: row as Figures }));
  if (lines.length <= mostLines) return lines;
  const others = calls.slice(mostLines - 1);
  return [...lines.slice(0, mostLines - 1), { name: `others (${others.length})`, figures: total(others) }];
}

/** Bytes of different calls are not summed: what one of them read, another wrote. */
function total(rows: readonly SyscallRow[]): Figures {
  const sum = (of: 'calls' | 'errors' | 'again' | 'seconds'): number => rows.reduce((so, row) => so + row[of], 0);
  return { calls: sum('calls'), errors: sum('errors'), again: sum('again'), seconds: sum('seconds'), bytes: null };
}

function figure(value: number): string {
  if (!Number.isFinite(value)) return notAvailable;
  return value >= 100 || Number.isInteger(value) ? formatCount(value) : formatSignificant(value);
}

function cut(unpaired: number): string[] {
  if (unpaired === 0) return [];
  const calls = unpaired === 1 ? '1 call' : `${formatCount(unpaired)} calls`;
  const text = `${calls} had begun before the window or not ended within it, and ${unpaired === 1 ? 'is' : 'are'} not in the table`;
  return labelled('  cut off', text);
}

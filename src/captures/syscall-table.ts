import type { Syscalls } from '../model/syscalls.js';
import type { Owner, OwnerOf } from './owners.js';
import { movesBytes } from './syscall-bytes.js';
import type { SyscallEvent, SyscallSink } from './syscall-script.js';

/** Whole nanoseconds while they are summed. */
type Row = Omit<Syscalls['rows'][number], 'seconds'> & { ns: number };

/** What is known of a thread while its events go by. */
interface Thread {
  pid: number;
  owner: Owner | null;
  rows: Map<number, Row>;
  /** The call in which it is, if one was seen to begin. */
  inside: { number: number; sinceNs: number } | null;
}

export interface SyscallTable extends SyscallSink {
  /** What was found so far; calls that have not ended are unpaired. */
  found: () => { syscalls: Syscalls; lost: number };
}

/** Returns of the kernel from here to -1 are errors: its MAX_ERRNO. What asks for a restart is among them. */
const lastError = -4095;
/** EAGAIN has this number on every architecture of Linux but Alpha. */
const again = -11;
/** What a return from a signal handler has in place of its number; its value is that of the call that was broken off. */
const noCall = -1;

/** Sums the calls that began and ended between the marks. Events of a thread have to come in their order. */
export function syscallTable(
  ownerOf: OwnerOf,
  marks: { beginNs: number; endNs: number } | null,
  names: ReadonlyMap<number, string>,
): SyscallTable {
  const { beginNs, endNs } = marks ?? { beginNs: -Infinity, endNs: Infinity };
  const threads = new Map<number, Thread>();
  // With those whose ids were given to others meanwhile.
  const everyThread: Thread[] = [];
  let unpaired = 0;
  let lost = 0;

  const threadOf = ({ pid, tid, comm }: SyscallEvent): Thread => {
    const known = threads.get(tid);
    if (known?.pid === pid) return known;
    const owner = ownerOf(pid, tid, Buffer.from(comm, 'latin1').toString());
    const thread: Thread = { pid, owner, rows: new Map(), inside: null };
    threads.set(tid, thread);
    everyThread.push(thread);
    return thread;
  };

  return {
    event(event) {
      const { kind, timeNs, number, value } = event;
      if (timeNs < beginNs || timeNs > endNs) return;
      const thread = threadOf(event);
      const { owner, rows, inside } = thread;
      if (owner === null) return;
      if (kind === 'enter') {
        // A call that never returns (exit, a signal's return), or whose return was lost.
        if (inside !== null) unpaired += 1;
        thread.inside = { number, sinceNs: timeNs };
        return;
      }
      thread.inside = null;
      // The return of another call, or one before its call: where events were lost, perf may also mistake their order.
      const paired = inside !== null && (number === inside.number || number === noCall) && timeNs >= inside.sinceNs;
      if (!paired) {
        unpaired += inside === null ? 1 : 2;
        return;
      }
      let row = rows.get(inside.number);
      if (row === undefined) rows.set(inside.number, (row = newRow(owner, inside.number, names)));
      count(row, number === noCall ? 0 : value, timeNs - inside.sinceNs);
    },
    lost(events) {
      lost += events;
      // Nobody knows any more which return belongs to which call.
      for (const thread of everyThread) {
        if (thread.inside !== null) unpaired += 1;
        thread.inside = null;
      }
    },
    found: () => ({
      syscalls: {
        rows: merged(everyThread.flatMap(({ rows }) => [...rows.values()])),
        unpaired: unpaired + everyThread.filter(({ inside }) => inside !== null).length,
      },
      lost,
    }),
  };
}

function newRow({ role, thread }: Owner, number: number, names: ReadonlyMap<number, string>): Row {
  const syscall = names.get(number) ?? `syscall_${number}`;
  return { role, thread, syscall, calls: 0, errors: 0, again: 0, ns: 0, bytes: movesBytes(syscall) ? 0 : null };
}

function count(row: Row, value: number, ns: number): void {
  row.calls += 1;
  row.ns += ns;
  if (value < 0 && value >= lastError) row.errors += 1;
  else if (row.bytes !== null) row.bytes += value;
  if (value === again) row.again += 1;
}

function inSeconds({ role, thread, syscall, calls, errors, again, ns, bytes }: Row): Syscalls['rows'][number] {
  return { role, thread, syscall, calls, errors, again, seconds: ns / 1e9, bytes };
}

const compare = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });

/** One row for each role, thread and call: the most frequent call first. */
function merged(rows: readonly Row[]): Syscalls['rows'] {
  const sums = new Map<string, Row>();
  for (const row of rows) {
    const key = `${row.role}\n${row.thread}\n${row.syscall}`;
    const sum = sums.get(key);
    if (sum === undefined) {
      sums.set(key, { ...row });
      continue;
    }
    for (const name of ['calls', 'errors', 'again', 'ns'] as const) sum[name] += row[name];
    if (sum.bytes !== null) sum.bytes += row.bytes ?? 0;
  }
  return [...sums.values()]
    .sort(
      (a, b) =>
        compare(a.role, b.role) || compare(a.thread, b.thread) || b.calls - a.calls || compare(a.syscall, b.syscall),
    )
    .map(inSeconds);
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ownersOf, ownersUnknown, type OwnerOf } from '../../src/captures/owners.js';
import { syscallReader, type SyscallEvent } from '../../src/captures/syscall-script.js';
import { syscallTable } from '../../src/captures/syscall-table.js';
import type { Syscalls } from '../../src/model/syscalls.js';

/** Of x86-64, as the fixtures are. */
const names = new Map([
  [0, 'read'],
  [15, 'rt_sigreturn'],
  [16, 'ioctl'],
  [20, 'writev'],
  [44, 'sendto'],
  [45, 'recvfrom'],
  [202, 'futex'],
  [230, 'clock_nanosleep'],
  [232, 'epoll_wait'],
  [233, 'epoll_ctl'],
]);

function tableOf(
  name: string,
  ownerOf: OwnerOf = ownersUnknown,
  marks: { beginNs: number; endNs: number } | null = null,
) {
  const table = syscallTable(ownerOf, marks, names);
  const path = join(import.meta.dirname, '..', 'fixtures', 'perf-syscalls', `${name}.txt`);
  syscallReader(table).push(readFileSync(path, 'latin1'));
  return table.found();
}

const anEvent = (changes: Partial<SyscallEvent>): SyscallEvent => ({
  ...{ kind: 'enter', comm: 'wrkr_0', pid: 7, tid: 8, timeNs: 100, number: 0, value: 0 },
  ...changes,
});

function tableFrom(events: Partial<SyscallEvent>[], marks: { beginNs: number; endNs: number } | null = null) {
  const table = syscallTable(ownersUnknown, marks, names);
  for (const event of events) table.event(anEvent(event));
  return table.found().syscalls;
}

const figures = (rows: Syscalls['rows']) =>
  rows.map((row) => [
    ...[row.role, row.thread, row.syscall],
    ...[row.calls, row.errors, row.again, row.seconds, row.bytes],
  ]);

test('calls of nginx by worker', () => {
  const threads = [
    { role: 'relay_1', thread: 'nginx 1', pid: 22414, tid: 22414 },
    { role: 'relay_2', thread: 'nginx 1', pid: 22411, tid: 22411 },
  ];
  const { syscalls, lost } = tableOf('nginx', ownersOf(threads, ['relay_1', 'relay_2']));
  expect(lost).toBe(0);
  expect(syscalls.unpaired).toBe(0);
  expect(figures(syscalls.rows)).toEqual([
    ['relay_1', 'nginx 1', 'recvfrom', 20, 0, 0, 0.000138838, 327_680],
    ['relay_1', 'nginx 1', 'writev', 20, 1, 1, 0.00010176, 308_434],
    ['relay_2', 'nginx 1', 'recvfrom', 29, 0, 0, 0.000175616, 475_136],
    ['relay_2', 'nginx 1', 'writev', 29, 0, 0, 0.000154519, 475_136],
    ['relay_2', 'nginx 1', 'epoll_wait', 1, 0, 0, 0.000003496, null],
    ['relay_2', 'nginx 1', 'ioctl', 1, 0, 0, 0.000003617, null],
  ]);
});

test('threads of routers: a call that waits counts with its waiting', () => {
  const { rows } = tableOf('skrouterd').syscalls;
  const of = (process: string) => figures(rows.filter(({ role, thread }) => `${role} ${thread}` === process));
  expect(of('process 20099 vflow_thread')).toEqual([
    ['process 20099', 'vflow_thread', 'futex', 17, 0, 0, 0.000723821, null],
  ]);
  expect(of('process 20085 wrkr_0').slice(0, 2)).toEqual([
    ['process 20085', 'wrkr_0', 'recvfrom', 44, 0, 0, 0.000103964, 179_168],
    ['process 20085', 'wrkr_0', 'sendto', 12, 0, 0, 0.000036837, 48_799],
  ]);
});

test('EAGAIN and what asks for a restart are errors, what a signal handler comes back with is none', () => {
  const { rows, unpaired } = tableOf('signals').syscalls;
  expect(rows.map(({ syscall, calls, errors, again }) => [syscall, calls, errors, again])).toEqual([
    ['clock_nanosleep', 11, 9, 0],
    ['rt_sigreturn', 10, 0, 0],
    ['recvfrom', 2, 2, 2],
  ]);
  // The first return was of a call from before; the last call went on.
  expect(unpaired).toBe(2);
});

test('where events were lost no call is made up of two', () => {
  const { syscalls, lost } = tableOf('lost');
  expect(lost).toBe(36 + 495);
  // One call was open when a gap came, and two returns had no call any more; one call went on at the end.
  expect(syscalls.unpaired).toBe(4);
  expect(syscalls.rows.every(({ calls, seconds }) => seconds / calls < 1e-3)).toBe(true);
});

test('only what began and ended between the marks', () => {
  const call = (from: number, to: number): Partial<SyscallEvent>[] => [
    { timeNs: from },
    { kind: 'exit', timeNs: to, value: 10 },
  ];
  const found = tableFrom([...call(90, 110), ...call(120, 150), ...call(190, 210)], { beginNs: 100, endNs: 200 });
  expect(found.rows).toMatchObject([{ syscall: 'read', calls: 1, bytes: 10 }]);
  expect(found.rows[0]?.seconds).toBeCloseTo(30e-9, 15);
  expect(found.unpaired).toBe(2);
});

test('a return of another call, or without one, makes no pair', () => {
  const { rows, unpaired } = tableFrom([
    { kind: 'exit', number: 0 },
    { kind: 'enter', number: 0 },
    { kind: 'exit', number: 45 },
    { kind: 'enter', number: 0, timeNs: 300 },
    { kind: 'exit', number: 0, timeNs: 200 },
    // `exit` never returns.
    { kind: 'enter', number: 60 },
  ]);
  expect(rows).toEqual([]);
  expect(unpaired).toBe(1 + 2 + 2 + 1);
});

test('bytes are of calls that move bytes; an address is no error', () => {
  const call = (number: number, value: number): Partial<SyscallEvent>[] => [
    { number },
    { kind: 'exit', number, value },
  ];
  const { rows } = tableFrom([...call(44, 100), ...call(44, -11), ...call(44, 0), ...call(9, -4096), ...call(202, 1)]);
  expect(rows.map(({ syscall, calls, errors, bytes }) => [syscall, calls, errors, bytes])).toEqual([
    ['sendto', 3, 1, 100],
    ['futex', 1, 0, null],
    ['syscall_9', 1, 0, null],
  ]);
});

test('an id that goes to another process is another thread', () => {
  const pair = (pid: number): Partial<SyscallEvent>[] => [{ pid }, { pid, kind: 'exit', value: 1 }];
  const { rows } = tableFrom([...pair(7), ...pair(9), ...pair(7)]);
  expect(rows.map(({ role, calls }) => [role, calls])).toEqual([
    ['process 7', 2],
    ['process 9', 1],
  ]);
});

test('names of threads are UTF-8', () => {
  const comm = Buffer.from('日本').toString('latin1');
  const { rows } = tableFrom([{ comm }, { comm, kind: 'exit' }]);
  expect(rows[0]?.thread).toBe('日本');
});

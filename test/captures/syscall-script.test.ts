import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { array, assert, nat, property } from 'fast-check';
import { expect, test } from 'vitest';
import { syscallReader, type SyscallEvent } from '../../src/captures/syscall-script.js';

const fixture = (name: string): string =>
  readFileSync(join(import.meta.dirname, '..', 'fixtures', 'perf-syscalls', `${name}.txt`), 'latin1');

/** Everything that is read from these pieces: events, and numbers of lost ones where they are missing. */
function read(...pieces: string[]): (SyscallEvent | number)[] {
  const found: (SyscallEvent | number)[] = [];
  const reader = syscallReader({ event: (event) => found.push(event), lost: (events) => found.push(events) });
  for (const piece of pieces) reader.push(piece);
  return found;
}

test('the begin and the return of a call', () => {
  const [enter, exit] = [
    '          wrkr_0  9340/9343  11467.591606936: raw_syscalls:sys_enter: NR 232 (3, 7f2bbde31384, 400, ffffffff, 0, 0)\n',
    '          wrkr_0  9340/9343  11467.591613559:  raw_syscalls:sys_exit: NR 232 = -4\n',
  ];
  const both = { comm: 'wrkr_0', pid: 9340, tid: 9343, number: 232 };
  expect(read(enter, exit)).toEqual([
    { ...both, kind: 'enter', timeNs: 11467591606936, value: 0 },
    { ...both, kind: 'exit', timeNs: 11467591613559, value: -4 },
  ]);
});

/** The same by a regular expression, which is slow and plain. */
function expected(text: string): (SyscallEvent | number)[] {
  const pattern =
    /^ *(?:(.*?) +(\d+)\/(\d+) +(\d+)\.(\d{9}): +raw_syscalls:sys_(enter|exit): NR (-?\d+) (?:\(.*\)|= (-?\d+))|.*LOST lost (\d+))$/;
  return text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [, comm, pid, tid, seconds, ns, kind, number, value, lost] = pattern.exec(line)!;
      if (lost !== undefined) return Number(lost);
      return {
        kind: kind as 'enter' | 'exit',
        comm: comm!,
        pid: Number(pid),
        tid: Number(tid),
        timeNs: Number(seconds) * 1e9 + Number(ns),
        number: Number(number),
        value: Number(value ?? 0),
      };
    });
}

test.each(['skrouterd', 'nginx', 'lost', 'signals'])('every line of what perf printed: %s', (name) => {
  const text = fixture(name);
  expect(read(text)).toEqual(expected(text));
});

test('pieces may end anywhere', () => {
  const text = fixture('lost');
  const whole = read(text);
  const cuts = array(nat(text.length), { maxLength: 40 });
  assert(
    property(cuts, (at) => {
      const ends = [0, ...at.sort((a, b) => a - b), text.length];
      expect(read(...ends.slice(1).map((end, i) => text.slice(ends[i], end)))).toEqual(whole);
    }),
  );
});

test('a last line without an end is left out: its number may be cut', () => {
  const text = fixture('nginx').trimEnd();
  expect(read(text)).toEqual(expected(text).slice(0, -1));
  expect(read('')).toEqual([]);
});

test.each(['a b', '(sd-pam)', 'x/1:2', '9/9 1.5: x', 'tokio-runtime-w', 'NR 1 = 2', 'lost 5', 'raw_syscalls:', '日本'])(
  'a name of a thread may be anything: %s',
  (name) => {
    const comm = Buffer.from(name).toString('latin1');
    const line = `${comm.padStart(16)}     7/8     1.000000002:  raw_syscalls:sys_exit: NR 0 = 5\n`;
    expect(read(line)).toEqual([{ kind: 'exit', comm, pid: 7, tid: 8, timeNs: 1e9 + 2, number: 0, value: 5 }]);
  },
);

test('lines of another form are passed over', () => {
  const lines = [
    'Warning:',
    '          swapper     0/0     1.000000002: PERF_RECORD_SWITCH IN',
    '     raw_syscalls:sys_exit: NR 0 = 5',
    '   x     7/8     1.000000002:  raw_syscalls:sys_exit: id 0 = 5',
    '   x     7/8     1.000000002:  raw_syscalls:sys_exit: NR 0',
    '   x     7/8     1.000000002:  raw_syscalls:sys_else: NR 0 = 5',
    '   x    -1/-1    1.000000002:  raw_syscalls:sys_exit: NR 0 = 5',
  ];
  expect(read(lines.map((line) => `${line}\n`).join(''))).toEqual([]);
});

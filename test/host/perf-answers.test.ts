import { expect, test } from 'vitest';
import {
  firstWords,
  hasUnwinder,
  isClock,
  isUserOnly,
  parseCounted,
  parseRecorded,
} from '../../src/host/perf-answers.js';
import { probeFixture, said } from './perf-trial-outputs.js';

test('counts what was recorded of each event, and switches', () => {
  expect(parseRecorded(said('root', 'sampling stats'))).toEqual({
    samples: new Map([['cpu-clock:ppp', 27]]),
    switches: 0,
  });
  expect(parseRecorded(said('root', 'switches stats'))).toEqual({
    samples: new Map([['sched:sched_switch', 1]]),
    switches: 2,
  });
  expect([...parseRecorded(said('root', 'syscalls stats')).samples]).toEqual([
    ['raw_syscalls:sys_enter', 35],
    ['raw_syscalls:sys_exit', 35],
  ]);
  expect(parseRecorded('failed to open x.data: No such file or directory\n').samples.size).toBe(0);
});

test('tells a count from the absence of one', () => {
  expect(parseCounted(said('user-2', 'counting'))).toEqual([
    { event: 'task-clock:u', count: 0.85, supported: true },
    { event: 'cycles:u', count: null, supported: false },
  ]);
  expect(parseCounted('<not counted>,,cpu_core/cycles/,0,0.00,,\n12,,cpu_atom/cycles/,5,1.00,,')).toEqual([
    { event: 'cpu_core/cycles/', count: null, supported: true },
    { event: 'cpu_atom/cycles/', count: 12, supported: true },
  ]);
  expect(parseCounted('rubbish,\u0000,,\n1,2')).toEqual([]);
});

test.each([
  ['cycles:u', true],
  ['cpu-clock:uhppp', true],
  ['cpu_core/cycles/u', true],
  ['ibs_op//u', true],
  ['cpu-clock:ppp', false],
  ['cycles', false],
  ['sched:sched_switch', false],
])('%s leaves the kernel out: %s', (event, expected) => {
  expect(isUserOnly(event)).toBe(expected);
});

test('knows the clocks that stand in for cycles', () => {
  expect(['cpu-clock:ppp', 'task-clock:u', 'cycles:P', 'cpu/cycles/'].map(isClock)).toEqual([true, true, false, false]);
});

test('quotes the line that says what went wrong, without what a terminal would obey', () => {
  expect(firstWords(said('user-2', 'switches'))).toBe("can't access trace events");
  expect(firstWords(said('root', 'lbr'))).toBe(
    "cpu-clock:ppp: PMU Hardware or event type doesn't support branch stack sampling",
  );
  expect(firstWords(said('seccomp', 'sampling'))).toBe('No permission to enable cycles event');
  expect(firstWords(said('root', 'sampling'))).toBeNull();
  expect(firstWords('\u001B[31mno\u0007way.\n')).toBe('[31mno way');
  expect(firstWords('x'.repeat(1000))).toHaveLength(160);
});

test('an unwinder is there unless perf says that there is none', () => {
  const options = probeFixture('build-options');
  expect(hasUnwinder(options)).toBe(true);
  const off = (name: string, text: string): string =>
    text.replace(new RegExp(`(^ *${name}: )\\[ on  \\]`, 'm'), '$1[ OFF ]');
  expect(hasUnwinder(off('libunwind', options))).toBe(true);
  expect(hasUnwinder(off('libdw-dwarf-unwind', off('libunwind', options)))).toBe(false);
  // perf 6.11 and newer have a line that decides.
  expect(hasUnwinder(`          dwarf-unwind: [ OFF ]  # HAVE_DWARF_UNWIND_SUPPORT\n${options}`)).toBe(false);
  expect(hasUnwinder('')).toBe(true);
});

import { expect, test } from 'vitest';
import { profileFacts } from '../../src/captures/profile-facts.js';
import { profileWarnings, type Circumstances } from '../../src/captures/profile-warnings.js';
import { perfText, profileOf } from './perf-fixture.js';

const calm: Circumstances = { lost: 0, leftOut: new Map(), callGraph: 'fp' };

function warningsOf(text: string, changes: Partial<Circumstances> = {}) {
  const profile = profileOf(text);
  return profileWarnings(profile, profileFacts(profile), { ...calm, ...changes });
}

const codes = (text: string, changes: Partial<Circumstances> = {}): string[] =>
  warningsOf(text, changes).map(({ code }) => code);

function sample(event: string, ...frames: string[]): string {
  return [`a 1/1 1.000000000: 7 ${event}: `, ...frames.map((frame) => `\t${frame}`), '', ''].join('\n');
}

const user = ['work', 'main', 'start'].map((name) => `          10aba4 ${name} (/usr/sbin/x)`);
const kernel = 'ffffffff81e2eae2 tcp_ack ([kernel.kallsyms])';
const hidden = 'ffffffff81e2eae2 [unknown] ([kernel.kallsyms])';

test('nothing to say of whole stacks of a hardware counter', () => {
  expect(codes(sample('cycles', kernel, ...user))).toEqual([]);
  expect(codes(sample('cycles', ...user))).toEqual([]);
});

test('lost events', () => {
  const [warning] = warningsOf(sample('cycles', ...user), { lost: 12_345 });
  expect(warning).toMatchObject({ code: 'samples-lost', message: expect.stringContaining('lost 12,345 events') });
});

test('events that were left out', () => {
  const leftOut = new Map([
    ['task-clock', 1234],
    ['page-faults', 1],
  ]);
  const [warning] = warningsOf(sample('cycles', ...user), { leftOut });
  expect(warning).toMatchObject({
    code: 'events-left-out',
    message:
      'only cycles is shown, the first of several events; left out: task-clock (1,234 samples), page-faults (1 samples)',
  });
});

test.each(['cpu-clock', 'cpu-clock:ppp', 'task-clock'])('%s is a clock', (event) => {
  expect(codes(sample(event, kernel, ...user))).toEqual(['clock-samples']);
});

test('more than a tenth of the stacks poor', () => {
  const whole = sample('cycles', ...user).repeat(9);
  expect(codes(whole + sample('cycles', user[0]!))).toEqual([]);
  const [warning] = warningsOf(whole + sample('cycles', user[0]!).repeat(2));
  expect(warning).toMatchObject({ code: 'poor-stacks', message: expect.stringContaining('18.2 % of process 1') });
  expect(warning!.advice).toMatch(/^compile .*frame pointers.*, or use --call-graph dwarf$/);
});

test('the advice fits where stacks break off, and what was tried already', () => {
  const inLibc = sample('cycles', '          10aba4 __send (/usr/lib/x86_64-linux-gnu/libc.so.6)');
  expect(warningsOf(inLibc)[0]!.advice).toMatch(/^use --call-graph dwarf, as libc has no frame pointers/);
  expect(warningsOf(inLibc, { callGraph: 'dwarf' })[0]!.advice).toMatch(/debug symbols/);
});

test.each([
  ['cycles', [hidden, ...user], "the kernel's functions have no names"],
  ['cycles:u', user, 'only user space was sampled (cycles:u): time in the kernel is missing'],
  ['cycles:uppp', user, 'only user space was sampled (cycles:uppp): time in the kernel is missing'],
  ['cpu/cycles/u', user, 'only user space was sampled (cpu/cycles/u): time in the kernel is missing'],
])('a kernel that is hidden: %s', (event, frames, message) => {
  const [warning] = warningsOf(sample(event, ...frames));
  expect(warning).toEqual({ code: 'kernel-hidden', message, advice: expect.stringContaining('sudo sysctl kernel.') });
});

test.each(['cycles:uk', 'cycles:ppp', 'cycles:k', 'power:suspend_resume', 'net:netif_rx'])(
  '%s looks into the kernel',
  (event) => {
    expect(codes(sample(event, ...user))).toEqual([]);
  },
);

test('one kernel function with a name is enough', () => {
  expect(codes(sample('cycles', hidden, ...user) + sample('cycles', kernel, ...user))).toEqual([]);
});

test('skrouterd on a machine without hardware counters', () => {
  expect(codes(perfText('skrouterd'), { lost: 3 })).toEqual(['samples-lost', 'poor-stacks', 'clock-samples']);
});

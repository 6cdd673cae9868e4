import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { limitedBy, resourcesOf, useByRole, type RoleUse } from '../../../../src/app/run/result/usage.js';
import type { ProcessReading } from '../../../../src/model/readings.js';
import { aProcess, aReading, aThread } from '../readings.js';

const between = (begin: Record<number, ProcessReading>, end: Record<number, ProcessReading>): RoleUse =>
  useByRole(aReading(0, { roles: { relay1: begin } }), aReading(2, { roles: { relay1: end } }))['relay1']!;

test('threads are summed in nanoseconds; ticks only tell user from system', () => {
  const use = between(
    { 7: aProcess({ 7: aThread({ cpuNs: 1e9, runDelayNs: 5e8, contextSwitches: 3 }) }, 10, 20) },
    {
      7: aProcess(
        {
          7: aThread({ cpuNs: 2e9, runDelayNs: 6e8, contextSwitches: 10, name: 'core' }),
          8: aThread({ cpuNs: 5e8, runDelayNs: 1e8, contextSwitches: 1, name: 'new' }),
        },
        40,
        140,
      ),
    },
  );
  expect(use).toMatchObject({ processes: 1, cpuSeconds: 1.5, userShare: 0.2, contextSwitches: 8 });
  expect(use.runDelaySeconds).toBeCloseTo(0.2, 9);
  expect(use.threads).toEqual([
    { name: 'core', cpuNs: 1e9, runDelayNs: 1e8 },
    { name: 'new', cpuNs: 5e8, runDelayNs: 1e8 },
  ]);
});

test('a thread that ended took its nanoseconds along: then ticks count', () => {
  const before = { 7: aProcess({ 7: aThread({ cpuNs: 0 }), 8: aThread({ cpuNs: 9e9 }) }, 0, 0) };
  const after = { 7: aProcess({ 7: aThread({ cpuNs: 1e9 }) }, 50, 100) };
  expect(between(before, after).cpuSeconds).toBe(1.5);
});

test('without schedstat ticks count, and waiting is not known', () => {
  const thread = aThread({ cpuNs: null, runDelayNs: null });
  const use = between({ 7: aProcess({ 7: thread }, 0, 0) }, { 7: aProcess({ 7: thread }, 30, 10) });
  expect(use).toMatchObject({ cpuSeconds: 0.4, userShare: 0.75, runDelaySeconds: null });
});

test('a process that began in the window counts whole; one that ended counts no more', () => {
  const use = between(
    { 7: aProcess({ 7: aThread({ cpuNs: 3e9 }) }, 300, 0) },
    { 9: aProcess({ 9: aThread({ cpuNs: 5e8 }) }, 0, 50) },
  );
  expect(use).toMatchObject({ processes: 1, cpuSeconds: 0.5, userShare: 0 });
});

test('a role that did nothing used nothing', () => {
  const idle = { 7: aProcess({ 7: aThread() }) };
  expect(between(idle, idle)).toMatchObject({ cpuSeconds: 0, userShare: 0, runDelaySeconds: 0 });
});

const use = (cpuSeconds: number, changes: Partial<RoleUse> = {}): RoleUse => ({
  processes: 1,
  cpuSeconds,
  userShare: 0.25,
  runDelaySeconds: 0,
  contextSwitches: 0,
  threads: [],
  ...changes,
});

test('user and system sum to all, and rates are over the time between the readings', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 100, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (cpu, share) => {
        const found = resourcesOf(use(cpu, { userShare: share }), 2, null, null);
        expect(found.average_cpu).toBe(cpu / 2);
        expect(found.user_cpu + found.system_cpu).toBeCloseTo(found.average_cpu, 9);
      },
    ),
  );
});

test('what a byte and an operation cost', () => {
  const work = { bytes: 4e9, operations: 5000, seconds: 2 };
  const threads = [{ name: 'w', cpuNs: 1e9, runDelayNs: null }];
  // 3 CPU-seconds in 2.5 s are 1.2 cores, that is 2.4 CPU-seconds in the window of 2 s.
  expect(resourcesOf(use(3, { runDelaySeconds: 0.5, contextSwitches: 100, threads }), 2.5, work, 7)).toEqual({
    processes: 1,
    average_cpu: 1.2,
    user_cpu: 0.3,
    system_cpu: expect.closeTo(0.9, 9),
    run_delay: 0.2,
    max_rss: 7,
    cpu_seconds_per_gb: 0.6,
    cpu_seconds_per_1000_operations: 0.48,
    context_switches: 100,
    context_switches_per_gb: 20,
    threads: [{ name: 'w', cpu: 0.4, run_delay: null }],
    throttled: null,
  });
});

test('without work there is no cost of it', () => {
  const nothing = { cpu_seconds_per_gb: null, cpu_seconds_per_1000_operations: null, context_switches_per_gb: null };
  expect(resourcesOf(use(1), 1, null, null)).toMatchObject(nothing);
  expect(resourcesOf(use(1), 1, { bytes: 0, operations: 0, seconds: 1 }, null)).toMatchObject(nothing);
  expect(resourcesOf(use(1), 1, { bytes: 5, operations: null, seconds: 1 }, null)).toMatchObject({
    cpu_seconds_per_1000_operations: null,
  });
});

const worker = (cpu: number, wait = 0) => ({ name: 'w', cpuNs: cpu * 1e9, runDelayNs: wait * 1e9 });
const free = { relay1: null, relay2: null, client: null, server: null };

test.each<[string, Record<string, RoleUse>, Record<string, number[] | null>, number | null, string | null]>([
  ['nothing is full', { relay1: use(0.5, { threads: [worker(0.5)] }) }, free, 0.5, null],
  [
    'a thread that always runs',
    { relay1: use(1, { threads: [worker(0.97)] }), client: use(0.5) },
    free,
    0.5,
    'relay_1',
  ],
  ['a thread that runs or waits', { server: use(0.6, { threads: [worker(0.6, 0.38)] }) }, free, 0.5, 'server'],
  ['two threads of which none is full', { client: use(1.2, { threads: [worker(0.6), worker(0.6)] }) }, free, 0.3, null],
  [
    'a set of CPUs that is full',
    { relay2: use(1.95, { threads: [worker(0.5)] }) },
    { ...free, relay2: [4, 5] },
    0.6,
    'relay_2',
  ],
  [
    'a set of CPUs that is not',
    { relay2: use(1.5, { threads: [worker(0.5)] }) },
    { ...free, relay2: [4, 5] },
    0.6,
    null,
  ],
  [
    'several, and the machine is full',
    { relay1: use(1, { threads: [worker(1)] }), client: use(1, { threads: [worker(1)] }) },
    free,
    0.01,
    'machine',
  ],
  [
    'several on a machine that has more: the busiest',
    { relay1: use(0.96, { threads: [worker(0.96)] }), client: use(1, { threads: [worker(0.99)] }) },
    free,
    0.5,
    'client',
  ],
  [
    'equally busy: the one that used more',
    { relay1: use(1, { threads: [worker(0.9, 0.1)] }), relay2: use(1.5, { threads: [worker(1)] }) },
    free,
    0.5,
    'relay_2',
  ],
  ['none, but the machine is full', { relay1: use(0.9, { threads: [worker(0.9)] }) }, free, 0.02, 'machine'],
  ['none, and the machine is not known', { relay1: use(0.9, { threads: [worker(0.9)] }) }, free, null, null],
  ['Flimflam itself is never named', { flimflam: use(1, { threads: [worker(1)] }) }, free, 0.5, null],
  ['nothing at all', {}, free, null, null],
])('limited by: %s', (_, uses, cpus, idle, expected) => {
  expect(limitedBy(uses, 1, cpus, idle)).toBe(expected);
});

test.each<[string, number, number, string | null]>([
  ['throttled in most periods', 0.3, 6, 'relay_1'],
  ['in few of them, but all of it used', 0.48, 2, 'relay_1'],
  ['in few of them, and something left', 0.4, 2, null],
])('a relay is limited by its quota: %s', (_, cpu, held, expected) => {
  const throttled = { quota: 0.5, seconds: 0.1, elapsed: 1, periods: 10, throttled_periods: held };
  const uses = { relay1: use(cpu, { threads: [worker(cpu)] }), client: use(0.2, { threads: [worker(0.2)] }) };
  expect(limitedBy(uses, 1, free, 0.3, { relay1: throttled })).toBe(expected);
});

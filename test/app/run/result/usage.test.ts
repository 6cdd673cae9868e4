import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { joinedUse, resourcesOf, useByRole, type RoleUse } from '../../../../src/app/run/result/usage.js';
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

test('what a role used on two machines is added up, whatever their process ids', () => {
  const [here, there] = [1, 3].map((cpu) =>
    between(
      { 7: aProcess({ 7: aThread() }) },
      { 7: aProcess({ 7: aThread({ cpuNs: cpu * 1e9, contextSwitches: cpu }) }, cpu === 1 ? 100 : 0, 100) },
    ),
  );
  expect(joinedUse(here!, there!)).toMatchObject({
    ...{ processes: 2, cpuSeconds: 4, runDelaySeconds: 0, contextSwitches: 4 },
    // Half of one core second, none of three.
    userShare: 0.125,
    threads: [{ cpuNs: 1e9 }, { cpuNs: 3e9 }],
  });
  expect(joinedUse(here!, { ...there!, runDelaySeconds: null, contextSwitches: null })).toMatchObject({
    ...{ runDelaySeconds: null, contextSwitches: null },
  });
  const nothing = between({ 7: aProcess({}) }, { 7: aProcess({}) });
  expect(joinedUse(nothing, nothing)).toMatchObject({ cpuSeconds: 0, userShare: 0 });
});

import { expect, test } from 'vitest';
import { limitedBy, limitOn, type Limit } from '../../../../src/app/run/result/limit.js';
import type { RoleUse } from '../../../../src/app/run/result/usage.js';
import { limitingMachine } from '../../../../src/model/limit.js';

const use = (cpuSeconds: number, changes: Partial<RoleUse> = {}): RoleUse => ({
  processes: 1,
  cpuSeconds,
  userShare: 0.25,
  runDelaySeconds: 0,
  contextSwitches: 0,
  threads: [],
  ...changes,
});

const onOne = (...parts: Parameters<typeof limitOn>): string | null =>
  limitedBy([{ host: null, limit: limitOn(...parts) }]);

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
  expect(onOne(uses, 1, cpus, idle)).toBe(expected);
});

test.each<[string, number, number, string | null]>([
  ['throttled in most periods', 0.3, 6, 'relay_1'],
  ['in few of them, but all of it used', 0.48, 2, 'relay_1'],
  ['in few of them, and something left', 0.4, 2, null],
])('a relay is limited by its quota: %s', (_, cpu, held, expected) => {
  const throttled = { quota: 0.5, seconds: 0.1, elapsed: 1, periods: 10, throttled_periods: held };
  const uses = { relay1: use(cpu, { threads: [worker(cpu)] }), client: use(0.2, { threads: [worker(0.2)] }) };
  expect(onOne(uses, 1, free, 0.3, { relay1: throttled })).toBe(expected);
});

const machine = (busy: number): Limit => ({ role: null, cpu: busy });
const role = (name: string, cpu: number): Limit => ({ role: name, cpu });

test.each<[string, [host: string, limit: Limit | null][], string | null, string | null]>([
  [
    'nothing is full anywhere',
    [
      ['h1', null],
      ['h2', null],
    ],
    null,
    null,
  ],
  [
    'one role is',
    [
      ['h1', null],
      ['h2', role('relay2', 0.97)],
    ],
    'relay_2',
    null,
  ],
  [
    'of two roles the one that ran most',
    [
      ['h1', role('client', 0.96)],
      ['h2', role('relay1', 1)],
    ],
    'relay_1',
    null,
  ],
  [
    'a machine without anything left',
    [
      ['h1', role('client', 1)],
      ['h2', machine(0.96)],
    ],
    'machine h2',
    'h2',
  ],
  [
    'of two such machines the busier',
    [
      ['relay_1', machine(0.99)],
      ['h2', machine(0.96)],
    ],
    'machine relay_1',
    'relay_1',
  ],
])('limited by, on several machines: %s', (_, found, expected, host) => {
  const limit = limitedBy(found.map(([name, one]) => ({ host: name, limit: one })));
  expect(limit).toBe(expected);
  expect(limitingMachine(limit)?.host ?? null).toBe(host);
});

test('the only machine has no name', () => {
  expect(limitingMachine('machine')).toEqual({ host: null });
  expect(limitingMachine('client')).toBeNull();
  expect(limitingMachine(null)).toBeNull();
});

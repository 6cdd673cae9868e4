import { expect, test } from 'vitest';
import type { EventCounts } from '../../src/model/event-counts.js';
import { statSection } from '../../src/report/capture/stat.js';
import { textWidth } from '../../src/report/layout.js';
import { anRrSummary, aSummary } from '../fixtures/summary.js';

const { results } = aSummary();

const event = (name: string, unit = '', running = 1): EventCounts['events'][number] => ({ name, unit, running });

/** Counts of two relays on a machine without hardware counters. */
const software: EventCounts = {
  events: [event('task-clock', 'msec'), event('context-switches'), event('cpu-migrations'), event('page-faults')],
  unavailable: [
    {
      events: ['cycles', 'instructions', 'branches', 'branch-misses', 'cache-references', 'cache-misses'],
      cause: 'the hypervisor offers no performance counters',
    },
  ],
  roles: {
    relay_2: { 'task-clock': 3021.45, 'context-switches': 21_034, 'cpu-migrations': 0, 'page-faults': 2 },
    relay_1: { 'task-clock': 4870.02, 'context-switches': 37_761, 'cpu-migrations': 0, 'page-faults': 0 },
  },
  together: { 'task-clock': 7891.47, 'context-switches': 58_795, 'cpu-migrations': 0, 'page-faults': 2 },
  threads: [],
  ratios: [],
  per: null,
};

const hardware: EventCounts = {
  ...software,
  events: [
    ...[event('cycles'), event('instructions', '', 0.6667), event('branches'), event('branch-misses')],
    ...[event('cache-misses', '', 0), event('task-clock', 'msec')],
  ],
  unavailable: [{ events: ['cache-misses'], cause: 'no counter was free' }],
  roles: {
    relay_1: {
      ...{ cycles: 15.4e9, instructions: 14.1e9, branches: 2.9e9 },
      'branch-misses': 3.1e7,
      'task-clock': 4870,
    },
    relay_2: {
      ...{ cycles: 9.9e9, instructions: 9.3e9, branches: 1.9e9, 'branch-misses': 1.6e7 },
      ...{ 'cache-misses': 123_456, 'task-clock': 3021 },
    },
  },
  together: {
    ...{ cycles: 25.3e9, instructions: 23.4e9, branches: 4.8e9 },
    'branch-misses': 4.7e7,
    'task-clock': 7891,
  },
  ratios: [
    { of: 'instructions', by: 'cycles', roles: { relay_1: 0.9156, relay_2: 0.9394 }, together: 0.9249 },
    { of: 'branch-misses', by: 'branches', roles: { relay_1: 0.01069, relay_2: 0.00842 }, together: 0.00979 },
  ],
};

test('relays apart and together, by GB, and what is not there', () => {
  expect(`\n${statSection({ stat: software }, results).join('\n')}\n`).toMatchInlineSnapshot(`
    "
    EVENTS               relay 1  relay 2  together  per GB
      task-clock (msec)    4,870    3,021     7,891   4,047
      context-switches    37,761   21,034    58,795  30,149
      cpu-migrations           0        0         0       0
      page-faults              0        2         2    1.03
      unavailable  cycles, instructions, branches, branch-misses, cache-references, cache-misses: the
                   hypervisor offers no performance counters
    "
  `);
});

test('what counters had to share, and ratios', () => {
  expect(`\n${statSection({ stat: hardware }, results).join('\n')}\n`).toMatchInlineSnapshot(`
    "
    EVENTS                             relay 1        relay 2        together          per GB  counted
      cycles                    15,400,000,000  9,900,000,000  25,300,000,000  12,973,580,560    100 %
      instructions              14,100,000,000  9,300,000,000  23,400,000,000  11,999,280,043     67 %
      branches                   2,900,000,000  1,900,000,000   4,800,000,000   2,461,390,778    100 %
      branch-misses                 31,000,000     16,000,000      47,000,000      24,101,118    100 %
      cache-misses                           -        123,456               -               -      0 %
      task-clock (msec)                  4,870          3,021           7,891           4,046    100 %
      instructions / cycles              0.916          0.939           0.925
      branch-misses / branches          1.07 %         0.84 %          0.98 %
      unavailable  cache-misses: no counter was free
    "
  `);
});

test('where the workload counts operations, so does the table', () => {
  const [heading] = statSection({ stat: software }, anRrSummary().results);
  expect(heading).toMatch(/together +per 1000 operations$/);
});

test('without a result nothing is divided by it, and one role is all', () => {
  const { relay_1 } = software.roles;
  const lines = statSection({ stat: { ...software, roles: { relay_1: relay_1! }, together: relay_1! } }, null);
  expect(lines[0]).toMatch(/^EVENTS +relay 1$/);
});

test('more roles than fit a page go on below', () => {
  const counts = { cycles: 15_400_000_000, 'cpu/event=0x3c,umask=0x0,edge=1,inv=1,cmask=1/': 15_400_000_000 };
  const roles = ['server', 'client', 'relay_10', ...Array.from({ length: 9 }, (_, at) => `relay_${at + 1}`)];
  const stat: EventCounts = {
    ...software,
    events: Object.keys(counts).map((name) => event(name)),
    roles: Object.fromEntries(roles.map((role) => [role, counts])),
    together: counts,
  };
  const lines = statSection({ stat }, results);
  expect(lines.filter((line) => textWidth(line) > 100)).toEqual([]);
  const headings = lines.filter((line) => line.startsWith('EVENTS'));
  expect(headings.length).toBeGreaterThan(1);
  expect(
    headings
      .join(' ')
      .replaceAll(/EVENTS| +/g, ' ')
      .trim()
      .split(/ {2,}/u)
      .join(' '),
  ).toContain('relay 9 relay 10 client server together');
});

test('nothing counted: only why', () => {
  const lines = statSection({ stat: { ...software, events: [], roles: {}, together: {} } }, results);
  expect(lines[0]).toBe('EVENTS');
  expect(lines.join(' ').replaceAll(/ +/g, ' ')).toContain('the hypervisor offers no performance counters');
  expect(statSection({ stat: null }, results)).toEqual([]);
});

import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { countedIn, isHidden, probeEvents, uncountedCauses } from '../../src/host/perf-events.js';
import { LocalHost } from '../../src/host/local-host.js';
import { PerfMachine } from '../../src/host/perf-machine.js';
import type { PerfFacts } from '../../src/host/perf-facts.js';
import { temporaryFolder } from '../store/temporary.js';

test.each([
  ['1.03,msec,task-clock,1027287,100.00,0.072,CPUs utilized\n', true],
  ['0,,context-switches,809529,100.00,,\n', true],
  ['282,,page-faults:u,460152568,100.00,612.833,/sec\n', true],
  ['0,,context-switches:u,1112484,100.00,0.000,/sec\n', false],
  ['<not supported>,,cycles,0,100.00,,\n', false],
  ['<not counted>,,cycles,0,100.00,,\n', false],
  ['<not counted>,,cpu_atom/cycles/,0,0.00,,\n1027287,,cpu_core/cycles/,809529,100.00,,\n', true],
  ["event syntax error: 'nonsense'\n                     \\___ parser error\n", false],
  ['', false],
])('what perf writes is the evidence: %j', (text, counted) => {
  expect(countedIn(text)).toBe(counted);
});

test.each([
  ['context-switches:u', true],
  ['cs:uppp', true],
  ['context-switches', false],
  ['page-faults:u', false],
  ['task-clock:u', false],
])('can %s only be 0? %s', (event, hidden) => {
  expect(isHidden(event)).toBe(hidden);
});

test('each event is tried alone, and ending well proves nothing', async () => {
  const perf = join(temporaryFolder(), 'perf');
  const script = String.raw`#!/bin/sh
while [ "$1" != -e ]; do shift; done
case $2 in
  cycles) printf '<not supported>,,cycles,0,100.00,,\n' >&2 ;;
  page-faults) printf '71,,page-faults,1112484,100.00,,\n' >&2 ;;
  *) echo "event syntax error: '$2'" >&2; exit 129 ;;
esac
`;
  writeFileSync(perf, script);
  chmodSync(perf, 0o755);
  expect(
    await probeEvents(new PerfMachine(new LocalHost(), perf), ['cycles', 'page-faults', 'cpu/event=0x3c,umask=0/']),
  ).toEqual({
    supported: ['page-faults'],
    unsupported: ['cycles', 'cpu/event=0x3c,umask=0/'],
  });
});

const facts: PerfFacts = {
  permission: { paranoid: 1, privileged: false },
  tracefs: { state: 'readable', path: '/sys/kernel/tracing' },
  kernelNames: true,
  kptrRestrict: 0,
  pmu: true,
  virtual: false,
  group: 0,
};

test('the cause is what can be seen, and each is named once', () => {
  expect(uncountedCauses(['cycles', 'branches'], { ...facts, pmu: false, virtual: true })).toEqual([
    { events: ['cycles', 'branches'], cause: 'the hypervisor offers no performance counters' },
  ]);
  expect(uncountedCauses(['cycles'], facts)).toMatchObject([{ cause: expect.stringContaining('no such event') }]);
  const mixed = uncountedCauses(['cycles', 'context-switches:u', 'cpu-migrations'], facts);
  expect(mixed.map(({ events }) => events)).toEqual([['cycles'], ['context-switches:u', 'cpu-migrations']]);
  expect(uncountedCauses([], facts)).toEqual([]);
});

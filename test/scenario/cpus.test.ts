import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Scenario } from '../../src/model/scenario.js';
import type { Topology } from '../../src/model/topology.js';
import { allotCpus } from '../../src/scenario/cpus.js';
import { aScenario, aTopology, onHosts } from '../fixtures/scenario.js';

const allot = (changes: Partial<Scenario>, topology: Topology) => {
  const { byRole, warnings } = allotCpus(aScenario({ relayThreads: 1, ...changes }), () => topology);
  return { byRole, codes: warnings.map(({ code }) => code) };
};
const free = { client: null, server: null };

test.each<[string, Partial<Scenario>, Topology, Record<string, number[]>, string[]]>([
  ['one CPU is shared', {}, aTopology(1), { relay1: [0], relay2: [0] }, ['shared-cpus']],
  ['two CPUs: the ends share with the relays', {}, aTopology(2), { relay1: [0], relay2: [1] }, ['shared-cpus']],
  ['two cores with siblings: cores first', {}, aTopology(2, 2), { relay1: [0], relay2: [1] }, []],
  [
    'three hops on two cores: then a sibling',
    { hops: 3 },
    aTopology(2, 2),
    { relay1: [0], relay2: [1], relay3: [2] },
    ['shared-cpus'],
  ],
  ['eight cores with siblings', { cpuLimit: 2 }, aTopology(8, 2), { relay1: [0, 1], relay2: [2, 3] }, []],
  [
    'eight cores, more than cores',
    { cpuLimit: 6 },
    aTopology(8, 2),
    { relay1: [0, 1, 2, 3, 4, 5], relay2: [6, 7, 8, 9, 10, 11] },
    [],
  ],
  ['a restricted set', {}, aTopology(8, 2, [3, 5, 11]), { relay1: [3], relay2: [5] }, ['shared-cpus']],
  ['a restricted set of siblings', {}, aTopology(8, 2, [3, 4, 11, 12]), { relay1: [3], relay2: [4] }, []],
  [
    'more than there are: all of them',
    { cpuLimit: 64 },
    aTopology(2),
    { relay1: [0, 1], relay2: [0, 1] },
    ['shared-cpus'],
  ],
])('%s', (_, scenario, topology, relays, codes) => {
  expect(allot(scenario, topology)).toEqual({ byRole: { ...free, ...relays }, codes });
});

test('--cpu-limit 0 pins nothing', () => {
  expect(allot({ cpuLimit: 0, relayThreads: 2 }, aTopology(8))).toEqual({
    byRole: { ...free, relay1: null, relay2: null },
    codes: [],
  });
});

test('--cpus says where; the others get what is left', () => {
  expect(allot({ cpus: { relay1: [1, 0, 1], client: [2] } }, aTopology(8))).toEqual({
    byRole: { server: null, client: [2], relay1: [0, 1], relay2: [3] },
    codes: [],
  });
});

test('when --cpus takes all, the others share', () => {
  expect(allot({ cpus: { relay1: [0, 1] } }, aTopology(2))).toEqual({
    byRole: { ...free, relay1: [0, 1], relay2: [0] },
    codes: ['shared-cpus'],
  });
});

test('two roles pinned to the same CPU are told of, however many CPUs there are', () => {
  const { warnings } = allotCpus(aScenario({ relayThreads: 1, cpus: { relay1: [0], relay2: [0] } }), () =>
    aTopology(16),
  );
  expect(warnings).toEqual([
    expect.objectContaining({ code: 'shared-cpus', message: expect.stringMatching(/pinned to the same/) }),
  ]);
});

test('a CPU that is not there is a usage error that names those that are', () => {
  expect(() => allot({ cpus: { relay1: [1, 999] } }, aTopology(2))).toThrow(
    expect.objectContaining({ code: 'no-such-cpu', exitCode: 2, remedy: expect.stringContaining('0, 1') }),
  );
});

test('more relay threads than CPUs are told of, with what to say instead', () => {
  const { warnings } = allotCpus(aScenario({ relayThreads: 2 }), () => aTopology(8));
  expect(warnings).toEqual([
    {
      code: 'threads-exceed-cpus',
      message: expect.stringContaining('2 relay threads on 1 CPU:'),
      advice: 'use --cpu-limit 2, or --relay-threads 1, or --cpu-limit 0',
    },
  ]);
  expect(allot({ relayThreads: 2, cpuLimit: 2 }, aTopology(8)).codes).toEqual([]);
  expect(allot({ relayThreads: 2, relay: 'none' }, aTopology(8)).codes).toEqual([]);
});

const machines = fc.record({
  cores: fc.integer({ min: 1, max: 24 }),
  siblings: fc.integer({ min: 1, max: 2 }),
  kept: fc.array(fc.boolean(), { minLength: 48, maxLength: 48 }),
});

test('every relay gets allowed CPUs, as many as wanted, of different cores while there are enough', () => {
  fc.assert(
    fc.property(machines, fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 8 }), (machine, hops, cpuLimit) => {
      const only = machine.kept.flatMap((kept, cpu) => (kept || cpu === 0 ? [cpu] : []));
      const topology = aTopology(machine.cores, machine.siblings, only);
      const allowed = topology.cpus.map(({ cpu }) => cpu);
      const coreOf = new Map(topology.cpus.map(({ cpu, core }) => [cpu, core]));
      const { byRole, warnings } = allotCpus(aScenario({ hops, cpuLimit, relayThreads: 1 }), () => topology);
      const sets = Array.from({ length: hops }, (_, at) => byRole[`relay${at + 1}`]!);
      for (const set of sets) {
        expect(set).toHaveLength(Math.min(cpuLimit, allowed.length));
        expect(new Set(set).size).toBe(set.length);
        expect(set.every((cpu) => allowed.includes(cpu))).toBe(true);
        expect(set).toEqual(set.toSorted((a, b) => a - b));
      }
      const all = sets.flat();
      expect(new Set(all).size).toBe(Math.min(all.length, allowed.length));
      const cores = new Set(coreOf.values()).size;
      expect(new Set(all.map((cpu) => coreOf.get(cpu))).size).toBe(Math.min(all.length, cores));
      expect(warnings.some(({ code }) => code === 'shared-cpus')).toBe(hops * cpuLimit + 2 > allowed.length);
    }),
  );
});

test('every host has its own CPUs, and warnings name it', () => {
  const scenario = aScenario({
    ...{ hops: 3, relayThreads: 2, cpus: { server: [0] } },
    deployment: onHosts({ relay1: 'lab', relay2: 'lab', server: 'small' }),
  });
  const topologies: Record<string, Topology> = { localhost: aTopology(8), lab: aTopology(2), small: aTopology(1) };
  const { byRole, warnings } = allotCpus(scenario, (host) => topologies[host]!);
  expect(byRole).toEqual({ client: null, relay1: [0], relay2: [1], relay3: [0], server: [0] });
  expect(warnings.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^2 relay threads on 1 CPU of this machine: /),
    expect.stringMatching(/^2 relay threads on 1 CPU of lab: /),
  ]);
  const crowded = { ...scenario, deployment: onHosts({ client: 'lab', relay1: 'lab', relay2: 'lab' }) };
  expect(allotCpus(crowded, (host) => topologies[host]!).warnings[0]).toMatchObject({
    code: 'shared-cpus',
    message: '3 processes share 2 CPUs of lab, so this is lower than on a machine with 3',
  });
  expect(() => allotCpus({ ...scenario, cpus: { relay1: [5] } }, (host) => topologies[host]!)).toThrow(
    expect.objectContaining({ message: '--cpus relay1: CPU 5 of lab is not there, or not for this process' }),
  );
});

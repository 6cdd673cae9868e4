import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { relayNames, workloadNames } from '../../src/model/names.js';
import { relaysOf } from '../../src/model/plan.js';
import { combinationsOf } from '../../src/scenario/combinations.js';
import { makePlan, portsNeeded } from '../../src/scenario/plan.js';
import { aPlan, aScenario, someFacts } from '../fixtures/scenario.js';

const on = 'localhost';
const roles = (hops: number): string[] => aPlan({ hops }).processes.map(({ role }) => role);

test('starts from the server end: server, relay N ... relay 1, client', () => {
  expect(roles(3)).toEqual(['server', 'relay3', 'relay2', 'relay1', 'client']);
  expect(roles(1)).toEqual(['server', 'relay1', 'client']);
  expect(aPlan({ relay: 'none' }).processes.map(({ role }) => role)).toEqual(['server', 'client']);
  expect(relaysOf(aPlan({ hops: 8 })).map(({ name }) => name)).toEqual(
    [1, 2, 3, 4, 5, 6, 7, 8].map((n) => `relay${n}`),
  );
});

test('every link connects to what the one before it listens on', () => {
  const plan = aPlan({ relay: 'builtin', hops: 3 });
  const connects = plan.processes.map(({ argv }) => argv[argv.indexOf('--connect') + 1]);
  const listens = plan.processes.map(({ listens: [port] }) => port);
  expect(connects.slice(1)).toEqual(listens.slice(0, -1).map((port) => `127.0.0.1:${port}`));
  expect(plan.counted).toEqual([{ end: 'client', address: { host: '127.0.0.1', port: plan.ports['relay1']![0] }, on }]);
});

test('the bytes of iperf3 are counted where they arrive', () => {
  const plan = aPlan({ workload: 'iperf3', relay: 'builtin' });
  expect(plan.counted).toEqual([{ end: 'server', address: { host: '127.0.0.1', port: plan.ports['server']![0] }, on }]);
});

test('without relays the client connects to the server', () => {
  const plan = aPlan({ relay: 'none' });
  expect(plan.counted).toEqual([{ end: 'client', address: { host: '127.0.0.1', port: plan.ports['server']![0] }, on }]);
  expect(plan.ports).toEqual({ server: [20_001] });
});

test('a router has a port for its management, other relays have none', () => {
  expect(portsNeeded(aScenario({ relay: 'none' }))).toEqual({ localhost: 1 });
  expect(portsNeeded(aScenario({ relay: 'haproxy', hops: 3 }))).toEqual({ localhost: 4 });
  expect(portsNeeded(aScenario({ relay: 'skrouterd', hops: 3 }))).toEqual({ localhost: 7 });
  expect(aPlan({ relay: 'skrouterd' }).ports).toEqual({
    server: [20_001],
    relay1: [20_002, 20_004],
    relay2: [20_003, 20_005],
  });
});

test('too few ports and a missing relay program are bugs of the caller', () => {
  const scenario = aScenario();
  expect(() => makePlan(scenario, someFacts(scenario, { ports: [1, 2] }))).toThrow('too few ports');
  const { client, server } = someFacts(scenario).hosts['localhost']!.programs;
  const programs = { client, server, relay: null };
  expect(() => makePlan(scenario, someFacts(scenario, { programs }))).toThrow('needs a relay program');
});

test('a nginx without stream module is an error of its own, for tcp only', () => {
  const plain = { path: '/opt/sbin/nginx', facts: {} };
  const programs = { client: plain, server: plain, relay: plain };
  expect(() => aPlan({}, { programs })).toThrow(expect.objectContaining({ code: 'nginx-no-stream', exitCode: 1 }));
  expect(() => aPlan({ workload: 'h2load-h1', protocol: 'http1' }, { programs })).not.toThrow();
});

const everyCombination = combinationsOf(workloadNames, relayNames, ['tcp', 'http1', 'http2']);

test('the same scenario and facts give the same plan; ports are each used once; facts stay as they were', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...everyCombination),
      fc.record({ jobs: fc.integer({ min: 1, max: 100 }), hops: fc.integer({ min: 1, max: 8 }) }),
      (combination, { jobs, hops }) => {
        const scenario = aScenario({ ...combination, jobs, hops: combination.relay === 'none' ? 0 : hops });
        const facts = someFacts(scenario);
        const before = structuredClone(facts);
        const { plan } = makePlan(scenario, facts);
        expect(facts).toEqual(before);
        expect(makePlan(structuredClone(scenario), facts).plan).toEqual(plan);
        const ports = plan.processes.flatMap(({ listens }) => listens);
        expect(ports.toSorted((a, b) => a - b)).toEqual([...facts.hosts['localhost']!.ports]);
        const names = plan.processes.map(({ name }) => name);
        expect(new Set(names).size).toBe(names.length);
        // What is printed by --dry-run is the plan.
        expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
      },
    ),
  );
});

test('nothing listens on, or connects to, another address than 127.0.0.1', () => {
  for (const combination of everyCombination) {
    const text = JSON.stringify(aPlan(combination).processes.map(({ on: _host, ...process }) => process));
    const addresses = [...text.matchAll(/\d+\.\d+\.\d+\.\d+/g)].map(([address]) => address);
    expect(new Set(addresses)).toEqual(new Set(['127.0.0.1']));
    expect(text).not.toMatch(/localhost|\[::|\*:/);
  }
});

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Deployment } from '../../src/model/deployment.js';
import type { Scenario } from '../../src/model/scenario.js';
import { valuesOf } from '../../src/scenario/axis.js';
import { checkScenario } from '../../src/scenario/scenario.js';
import { makePlan, portsNeeded } from '../../src/scenario/plan.js';
import { aPlan, aScenario, onHosts, someFacts } from '../fixtures/scenario.js';

const inLab = { client: 'lab0', relay1: 'lab1', relay2: 'lab2', server: 'lab3' };
const placed = (places: Record<string, string>, changes: Partial<Scenario> = {}): Scenario =>
  aScenario({ relay: 'builtin', deployment: onHosts(places), ...changes });
const wordAfter = (argv: readonly string[], option: string): string => argv[argv.indexOf(option) + 1]!;

test('a listener is for who connects to it: on the loopback of its host, or at its address', () => {
  const plan = aPlan(placed({ relay1: 'lab1', relay2: 'lab1', server: 'lab2/192.168.7.9' }));
  const [server, relay2, relay1, client] = plan.processes;
  expect(plan.processes.map(({ on, host, listens }) => [on, host ?? null, ...listens])).toEqual([
    ['lab2', '192.168.7.9', 22_001],
    ['lab1', '127.0.0.1', 21_002],
    ['lab1', '10.0.0.2', 21_001],
    ['localhost', null],
  ]);
  expect(wordAfter(server!.argv, '--listen')).toBe('192.168.7.9:22001');
  expect(wordAfter(relay2!.argv, '--connect')).toBe('192.168.7.9:22001');
  expect(wordAfter(relay2!.argv, '--listen')).toBe('127.0.0.1:21002');
  expect(wordAfter(relay1!.argv, '--connect')).toBe('127.0.0.1:21002');
  expect(wordAfter(relay1!.argv, '--listen')).toBe('10.0.0.2:21001');
  expect(wordAfter(client!.argv, '--connect')).toBe('10.0.0.2:21001');
  expect(plan.counted).toEqual([{ end: 'client', address: { host: '10.0.0.2', port: 21_001 }, on: 'localhost' }]);
});

test('the server on this machine listens at the address by which the others know it', () => {
  const plan = aPlan(placed({ relay1: 'lab1', relay2: 'lab1', client: 'localhost/10.9.9.9' }, { workload: 'iperf3' }));
  expect(plan.counted).toEqual([{ end: 'server', address: { host: '10.9.9.9', port: 20_001 }, on: 'localhost' }]);
  expect(wordAfter(plan.processes[0]!.argv, '-B')).toBe('10.9.9.9');
  expect(wordAfter(plan.processes.at(-1)!.argv, '-c')).toBe('10.0.0.2');
});

test('all parts on one other host need no network', () => {
  const all = { client: 'lab', relay1: 'lab', relay2: 'lab', server: 'lab' };
  const plan = aPlan(placed(all));
  expect(plan.processes.flatMap(({ host }) => host ?? [])).toEqual(Array(3).fill('127.0.0.1'));
  expect(plan.hosts).toMatchObject({ localhost: { roles: [] }, lab: { roles: Object.keys(all) } });
});

test('a plan knows every machine, and what it has of it', () => {
  expect(aPlan(placed({ relay1: 'lab1', server: 'lab2' })).hosts).toEqual({
    localhost: {
      address: '10.0.0.1',
      folder: '/runs/this one',
      environment: { PATH: '/opt/bin' },
      roles: ['client', 'relay2'],
    },
    lab1: {
      address: '10.0.0.2',
      folder: '/tmp/flimflam on lab1',
      environment: { PATH: '/opt/bin' },
      roles: ['relay1'],
    },
    lab2: {
      address: '10.0.0.3',
      folder: '/tmp/flimflam on lab2',
      environment: { PATH: '/opt/bin' },
      roles: ['server'],
    },
  });
  expect(aPlan().hosts).toEqual({
    localhost: expect.objectContaining({ address: '127.0.0.1', roles: ['client', 'relay1', 'relay2', 'server'] }),
  });
});

test('ports are counted by host, those of management among them', () => {
  expect(portsNeeded(placed(inLab, { relay: 'skrouterd' }))).toEqual({ lab1: 2, lab2: 2, lab3: 1 });
  expect(portsNeeded(placed({ client: 'lab', relay2: 'lab' }, { relay: 'skrouterd' }))).toEqual({
    localhost: 3,
    lab: 2,
  });
});

test('management stays on the loopback of its host', () => {
  const { processes } = aPlan(placed(inLab, { relay: 'skrouterd' }));
  const config = processes.find(({ role }) => role === 'relay2')!.files[0]!.text;
  expect(config).toMatch(/host: 127\.0\.0\.1\n {4}name: management\n {4}port: 23002/);
  expect(config).toMatch(/host: 10\.0\.0\.4\n {4}name: from-relay1\n {4}port: 23001/);
});

test('each end is planned with what its own host has', () => {
  const scenario = placed({ server: 'lab' }, { workload: 'h2load-h1', protocol: 'tcp', jobs: 9 });
  const facts = someFacts(scenario);
  const lab = { ...facts.hosts['lab']!, asRoot: true };
  const { plan } = makePlan(scenario, { hosts: { ...facts.hosts, lab } });
  const [server] = plan.processes;
  const client = plan.processes.at(-1)!;
  expect(wordAfter(server!.argv, '-c')).toBe('/tmp/flimflam on lab/server.nginx.conf');
  expect(server!.files[1]!.text).toMatch(/^user root;\ndaemon off;\nworker_processes 4;/);
  expect(wordAfter(client.argv, '--log-file')).toBe('/runs/this one/h2load.log');
  expect(wordAfter(client.argv, '-t')).toBe('2');
});

test('a program that a host lacks, and a host of which nothing is known, are bugs of the caller', () => {
  const scenario = placed({ server: 'lab' });
  const { localhost, lab } = someFacts(scenario).hosts;
  expect(() => makePlan(scenario, { hosts: { localhost: localhost! } })).toThrow('no facts are known of lab');
  const bare = { ...lab!, programs: { ...lab!.programs, server: null } };
  expect(() => makePlan(scenario, { hosts: { localhost: localhost!, lab: bare } })).toThrow('no program of the server');
});

const somewhere = fc.constantFrom('localhost', 'lab1', 'lab2', 'lab3');

test('wherever the parts are, each connects to where the next listens, and nothing listens for more than it must', () => {
  fc.assert(
    fc.property(fc.array(somewhere, { minLength: 2, maxLength: 10 }), (names) => {
      const hops = names.length - 2;
      const roles = ['client', ...Array.from({ length: hops }, (_, at) => `relay${at + 1}`), 'server'];
      const places = Object.fromEntries(roles.map((role, at) => [role, names[at]!]));
      const relay = hops === 0 ? 'none' : 'builtin';
      const scenario = aScenario({ relay, hops, deployment: onHosts(places) });
      const facts = someFacts(scenario);
      const before = structuredClone(facts);
      const { plan } = makePlan(scenario, facts);
      expect(facts).toEqual(before);
      expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
      const chain = roles.map((role) => plan.processes.find((one) => one.role === role)!);
      for (const [at, process] of chain.slice(1).entries()) {
        const from = chain[at]!;
        const address = from.on === process.on ? '127.0.0.1' : plan.hosts[process.on]!.address;
        expect(wordAfter(process.argv, '--listen')).toBe(`${address}:${process.listens[0]}`);
        expect(wordAfter(from.argv, '--connect')).toBe(`${address}:${process.listens[0]}`);
        expect(process.host).toBe(address);
      }
      for (const [name, { ports }] of Object.entries(facts.hosts)) {
        const used = plan.processes.filter(({ on }) => on === name).flatMap(({ listens }) => listens);
        expect(used.toSorted((a, b) => a - b)).toEqual([...ports]);
      }
    }),
  );
});

const check = (places: Record<string, string>, changes: Partial<Scenario> = {}, deployment: Partial<Deployment> = {}) =>
  checkScenario(placed(places, { ...changes, deployment: onHosts(places, deployment) }));

test('hosts that can be, are', () => {
  expect(check(inLab).scenario).toEqual(placed(inLab));
  expect(check({ relay1: 'localhost', relay2: 'localhost/10.0.0.1' }, {}, { quota: 0.5 }).warnings).toEqual([]);
});

test('without a relay nobody asks where it would have been', () => {
  const { hosts } = check(inLab, { relay: 'none' }).scenario.deployment;
  expect(Object.keys(hosts)).toEqual(['client', 'server']);
  expect(check(inLab, { hops: 0 }).scenario.deployment.hosts).toEqual(hosts);
});

test('a curve over hops leaves out the hosts of relays that only longer chains have', () => {
  const lengths = valuesOf({ name: 'hops', values: [0, 1, 2] }).map(({ apply }) => apply(placed(inLab)));
  expect(lengths.map((scenario) => Object.keys(checkScenario(scenario).scenario.deployment.hosts))).toEqual([
    ['client', 'server'],
    ['client', 'relay1', 'server'],
    Object.keys(inLab),
  ]);
  const [one] = valuesOf({ name: 'hops', values: [1] }).map(({ apply }) => apply(placed(inLab)));
  expect(() => checkScenario(one!)).toThrow(expect.objectContaining({ code: 'unknown-role' }));
});

const attached = { address: '127.0.0.1:5001', server: '127.0.0.1:5002', pids: [7, 8], management: null };

test.each<[string, () => unknown, string, RegExp]>([
  ['a relay that the chain has not', () => check({ relay3: 'lab' }), 'unknown-role', /no 'relay3' in this chain/],
  ['--attach', () => check({ client: 'lab' }, {}, { attached }), 'hosts-attach', /--attach looks at .* this machine/],
  [
    '--cpu-quota',
    () => check({ client: 'lab' }, {}, { quota: 0.5 }),
    'hosts-quota',
    /--cpu-quota .* this machine alone/,
  ],
  [
    'a loopback that others are to reach',
    () => check({ relay1: 'lab/127.0.0.1' }),
    'hosts-loopback',
    /^--hosts: client on this machine cannot reach relay 1 at lab\/127\.0\.0\.1, the loopback there$/,
  ],
  [
    'our own loopback that others are to reach',
    () => check({ relay1: 'lab', client: 'localhost/127.0.0.1' }),
    'hosts-loopback',
    /^--hosts: relay 1 on lab cannot reach relay 2 at localhost\/127\.0\.0\.1/,
  ],
])('%s is refused', (_, checked, code, message) => {
  expect(checked).toThrow(expect.objectContaining({ code, exitCode: 2, message: expect.stringMatching(message) }));
});

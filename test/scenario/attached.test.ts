import { expect, test } from 'vitest';
import { configurationOf } from '../../src/model/configuration.js';
import { argumentsOf } from '../../src/model/arguments.js';
import { usualDeployment, type Deployment } from '../../src/model/deployment.js';
import { areRelaysKnown, relaysOf } from '../../src/model/plan.js';
import type { Scenario } from '../../src/model/scenario.js';
import { attachedRouters, ownChain } from '../../src/scenario/attached.js';
import { portsNeeded } from '../../src/scenario/plan.js';
import { checkScenario } from '../../src/scenario/scenario.js';
import { targetRoles } from '../../src/scenario/targets.js';
import { aPlan, aScenario } from '../fixtures/scenario.js';

type Attached = NonNullable<Deployment['attached']>;

const attachedTo = (changes: Partial<Attached> = {}): Deployment => ({
  ...usualDeployment,
  attached: { address: '127.0.0.1:5001', server: '127.0.0.1:5002', pids: [123, 456], management: null, ...changes },
});

const attached = (changes: Partial<Scenario> = {}, ofAttached: Partial<Attached> = {}): Scenario =>
  aScenario({ deployment: attachedTo(ofAttached), ...changes });

test('the process ids are all that is known of the chain', () => {
  const { scenario, warnings } = checkScenario(attached({ hops: 5, cpuLimit: 1, relayThreads: 4 }));
  expect(scenario).toMatchObject({ hops: 2, cpuLimit: 0, relayThreads: 0 });
  expect(warnings).toEqual([]);
  expect(checkScenario(scenario).scenario).toEqual(scenario);
  expect(checkScenario(attached({}, { pids: [] })).scenario.hops).toBe(0);
});

test.each<[string, Scenario, string, RegExp]>([
  ['no relay', attached({ relay: 'none' }), 'attach-none', /--relay none has none/],
  ['an option of a relay', attached({ relayOptions: { reuseport: 'on' } }), 'attach-option', /--relay-option/],
  ['pinned relays', attached({ cpus: { relay1: [0] } }), 'attach-option', /--cpus of a relay/],
  ['TLS', attached({ deployment: { ...attachedTo(), tls: 'client' } }), 'attach-option', /--tls /],
  ['a quota', attached({ deployment: { ...attachedTo(), quota: 1 } }), 'attach-option', /--cpu-quota/],
  [
    'a configuration',
    attached({ deployment: { ...attachedTo(), configs: { all: { path: 'x', text: '' } } } }),
    'attach-option',
    /--relay-config/,
  ],
  ['the same twice', attached({}, { pids: [7, 7] }), 'attach-pids', /names 7 twice/],
  ['too many', attached({}, { pids: [1, 2, 3, 4, 5, 6, 7, 8, 9] }), 'attach-pids', /9 relays, and 8/],
  ['a name', attached({}, { address: 'relay.example:5001' }), 'attach-address', /relay\.example:5001: that is no IPv4/],
  ['a wrong number', attached({}, { server: '127.0.0.256:5001' }), 'attach-address', /--attach-server 127\.0\.0\.256/],
  ['management of nginx', attached({}, { management: '127.0.0.1:5672' }), 'attach-management', /nginx has no AMQP/],
  [
    'no management',
    attached({ relay: 'skrouterd' }, { management: '::1:5672' }),
    'attach-address',
    /--attach-management ::1:5672/,
  ],
  ['every address', attached({}, { address: '0.0.0.0:5001' }), 'attach-address', /no address to connect to/],
  ['one address', attached({}, { server: '127.0.0.1:5001' }), 'attach-same', /both 127\.0\.0\.1:5001/],
])('%s is refused', (_, scenario, code, message) => {
  expect(() => checkScenario(scenario)).toThrow(
    expect.objectContaining({ code, message: expect.stringMatching(message) as string }),
  );
});

test('client and server may be pinned', () => {
  expect(checkScenario(attached({ cpus: { client: [0], server: [1] } })).scenario.cpus).toEqual({
    client: [0],
    server: [1],
  });
});

test.each(['builtin', 'builtin-rr', 'builtin-crr', 'iperf3', 'h2load', 'h2load-h1'])(
  'a plan of %s starts its ends alone, at the addresses that the relays know',
  (workload) => {
    const { scenario } = checkScenario(attached({ workload }, { address: '10.1.2.3:81', server: '10.1.2.4:82' }));
    expect(portsNeeded(scenario)).toEqual({});
    const plan = aPlan(scenario, { ports: [] });
    expect(plan.processes.map(({ role }) => role)).toEqual(['server', 'client']);
    const text = JSON.stringify(plan.processes.map(({ argv, files }) => ({ argv, files })));
    expect(text).not.toContain('127.0.0.1');
    expect(text).toMatch(/10\.1\.2\.3/);
    expect(text).toMatch(/10\.1\.2\.4/);
    expect(plan.processes[0]).toMatchObject({ host: '10.1.2.4', listens: [82] });
    const ends = { client: { host: '10.1.2.3', port: 81 }, server: { host: '10.1.2.4', port: 82 } };
    expect(plan.counted.map(({ end, address }) => [end, address])).toEqual(
      plan.counted.map(({ end }) => [end, ends[end]]),
    );
    expect(plan.ports).toEqual({ server: [82] });
    expect(relaysOf(plan)).toEqual([]);
  },
);

test('who is attached is in the plan', () => {
  const plan = aPlan(checkScenario(attached()).scenario);
  expect(plan.attached).toEqual([
    { role: 'relay1', pid: 123 },
    { role: 'relay2', pid: 456 },
  ]);
  expect(areRelaysKnown(plan)).toBe(true);
  expect(areRelaysKnown(aPlan(checkScenario(attached({}, { pids: [] })).scenario))).toBe(false);
  expect(aPlan().attached).toEqual([]);
  expect(areRelaysKnown(aPlan())).toBe(true);
});

test('captures look at the relays that have a process id, or else at both ends', () => {
  expect(targetRoles('relays', checkScenario(attached()).scenario)).toEqual(['relay1', 'relay2']);
  expect(targetRoles('relays', checkScenario(attached({}, { pids: [] })).scenario)).toEqual(['client', 'server']);
});

test('only the first router can be asked, if somebody says where', () => {
  const scenario = attached({ relay: 'skrouterd' }, { management: '127.0.0.1:5672' });
  expect(attachedRouters('relays', scenario)).toEqual(['relay1']);
  expect(attachedRouters('relay1', scenario)).toEqual(['relay1']);
  expect(() => attachedRouters('relay2', scenario)).toThrow(/relay 1 only/);
  expect(() => attachedRouters('relays', attached())).toThrow(/nobody said where/);
  expect(attachedRouters('relays', aScenario())).toBeNull();
});

test('a ceiling has a chain of its own', () => {
  const { scenario } = checkScenario(attached());
  expect(ownChain(scenario)).toEqual({ deployment: usualDeployment, relayThreads: 2 });
  expect(checkScenario({ ...scenario, ...ownChain(scenario), relay: 'builtin' }).scenario.hops).toBe(2);
});

test('the options that ask for it again say nothing of how relays are started', () => {
  const { scenario } = checkScenario(attached({ relay: 'skrouterd' }, { management: '127.0.0.1:5672' }));
  const words = argumentsOf(configurationOf(scenario, 'out')).flat().join(' ');
  expect(words).not.toMatch(/--hops|--relay-threads|--cpu-limit/);
  expect(words).toContain(
    '--attach 127.0.0.1:5001 --attach-server 127.0.0.1:5002 --attach-pids 123,456 --attach-management 127.0.0.1:5672',
  );
});

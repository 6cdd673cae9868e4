import { expect, test } from 'vitest';
import { usualDeployment, type Deployment } from '../../src/model/deployment.js';
import { relaysOf } from '../../src/model/plan.js';
import type { Scenario } from '../../src/model/scenario.js';
import { requireManagement } from '../../src/scenario/relay-config.js';
import { makePlan } from '../../src/scenario/plan.js';
import { checkScenario } from '../../src/scenario/scenario.js';
import { aPlan, aScenario, onHosts, someFacts } from '../fixtures/scenario.js';

const config = (text: string, path = 'own.conf') => ({ path, text });
const least = config('on {{listen_port}}\nto {{connect_port}}\n');

const withConfigs = (configs: Deployment['configs'], changes: Partial<Scenario> = {}): Partial<Scenario> => ({
  ...changes,
  deployment: { ...usualDeployment, ...changes.deployment, configs },
});

const planned = (configs: Deployment['configs'], changes: Partial<Scenario> = {}) =>
  relaysOf(aPlan(withConfigs(configs, changes)));

test('every placeholder, at every place of the chain', () => {
  const names =
    'listen_host listen_port connect_host connect_port role index hops previous next protocol threads jobs folder'.split(
      ' ',
    );
  const all = config(names.map((name) => `${name} {{${name}}}`).join('\n'));
  const texts = planned({ all }, { hops: 3, jobs: 7, relayThreads: 4 }).map(({ files }) => files[0]!.text.split('\n'));
  expect(texts[0]).toEqual([
    'listen_host 127.0.0.1',
    'listen_port 20002',
    'connect_host 127.0.0.1',
    'connect_port 20003',
    'role relay1',
    'index 1',
    'hops 3',
    'previous client',
    'next relay2',
    'protocol tcp',
    'threads 4',
    'jobs 7',
    'folder /runs/this one',
  ]);
  expect(texts[1]).toEqual(expect.arrayContaining(['previous relay1', 'next relay3', 'connect_port 20004']));
  expect(texts[2]).toEqual(expect.arrayContaining(['previous relay2', 'next server', 'connect_port 20001']));
});

test('one relay alone; blanks in braces; what is no placeholder stays', () => {
  const own = config('a { b }\n{{ listen_port }}{{connect_port}} $& $1 }} {{\n');
  const [first, second] = planned({ relay1: own });
  expect(first!.files).toEqual([{ path: 'relay1.nginx.conf', text: 'a { b }\n2000220003 $& $1 }} {{\n' }]);
  expect(second!.files[0]!.text).toContain('worker_processes');
  expect(planned({ relay1: own, all: least })[1]!.files[0]!.text).toBe('on 20003\nto 20001\n');
});

test('a router has a port for its management, and is asked there only if the file uses it', () => {
  const router = { relay: 'skrouterd', hops: 1 };
  const [asked] = planned({ all: config(`${least.text}{{management_port}}\ntcpListener {`) }, router);
  expect(asked).toMatchObject({ management: 20_003, inForce: {} });
  expect(asked!.ready).toEqual([
    { kind: 'listening', port: 20_003 },
    { kind: 'router', managementPort: 20_003, listener: 'tcpListener' },
    { kind: 'listening', port: 20_002 },
  ]);
  const [http] = planned({ all: config(`${least.text}{{management_port}}\n  httpListener {`) }, router);
  expect(http!.ready[1]).toMatchObject({ listener: 'httpListener' });
  const [unasked] = planned({ all: least }, router);
  expect(unasked).toMatchObject({ management: null, ready: [{ kind: 'listening', port: 20_002, late: true }] });
});

test('paths of certificates with TLS alone', () => {
  const own = config(`${least.text}{{tls_ca}}`);
  const tls = { ...usualDeployment, tls: 'inter' as const };
  expect(planned({ all: own }, { deployment: tls })[0]!.files[0]!.text).toContain('/runs/this one/tls/ca.crt');
  expect(() => planned({ all: own })).toThrow('--relay-config own.conf, line 3: {{tls_ca}} is known with --tls alone');
});

test.each([
  [
    'a typing error',
    'x\n\n{{listen_prot}}',
    '--relay-config own.conf, line 3: there is no placeholder {{listen_prot}}',
  ],
  ['a name that every object has', '{{toString}}', 'line 1: there is no placeholder {{toString}}'],
  ['nothing between the braces', '{{}}', 'line 1: there is no placeholder {{}}'],
  [
    'management of what has none',
    `${least.text}{{management_port}}`,
    'line 3: there is no placeholder {{management_port}}',
  ],
  ['no port to listen on', '{{connect_port}}', '--relay-config own.conf: {{listen_port}} does not occur in it'],
  ['no port to connect to', '{{listen_port}}', '{{connect_port}} does not occur in it'],
])('%s is refused', (_, text, message) => {
  expect(() => planned({ all: config(text) })).toThrow(
    expect.objectContaining({ exitCode: 2, message: expect.stringContaining(message) }),
  );
});

test('an unknown placeholder comes with those that are known', () => {
  expect(() => planned({ all: config('{{x}}') })).toThrow(
    expect.objectContaining({
      remedy: expect.stringMatching(/^known: listen_host, listen_port, connect_host, connect_port, role/),
    }),
  );
});

const check = (configs: Deployment['configs'], changes: Partial<Scenario> = {}) =>
  checkScenario(aScenario(withConfigs(configs, changes)));

test.each<[string, Deployment['configs'], Partial<Scenario>, string]>([
  ['a relay without a file', { all: least }, { relay: 'builtin' }, 'builtin has no configuration file'],
  ['no relay', { all: least }, { relay: 'none' }, 'there is no relay in this chain'],
  ['no hops', { all: least }, { hops: 0 }, 'there is no relay in this chain'],
  ['a role that is not there', { relay3: least }, {}, "there is no 'relay3' in this chain"],
  ['a role written otherwise', { relay01: least }, {}, "there is no 'relay01' in this chain"],
  [
    'an option without effect',
    { all: least },
    { relayOptions: { reuseport: 'on' } },
    'the relay option reuseport does nothing',
  ],
])('%s is refused', (_, configs, changes, message) => {
  expect(() => check(configs, changes)).toThrow(
    expect.objectContaining({ exitCode: 2, message: expect.stringContaining(message) }),
  );
});

test('an option that holds for some relays only is worth a warning', () => {
  const { warnings } = check({ relay1: least }, { relayOptions: { reuseport: 'on' }, hops: 3 });
  expect(warnings).toEqual([
    {
      code: 'partial-options',
      message: expect.stringContaining('hold for relay 2, relay 3 alone'),
      advice: expect.any(String),
    },
  ]);
  expect(check({ relay1: least }).warnings).toEqual([]);
});

test('a router that cannot be asked is named before anything is started', () => {
  const scenario = aScenario(withConfigs({ relay1: least }, { relay: 'skrouterd' }));
  expect(() => requireManagement(scenario, ['relay2'])).not.toThrow();
  expect(() => requireManagement(scenario, ['relay2', 'relay1'])).toThrow(
    expect.objectContaining({
      exitCode: 2,
      message: expect.stringMatching(/^relay 1 cannot be asked: .*own\.conf has no/),
    }),
  );
  const asked = aScenario(withConfigs({ all: config('{{ management_port }}') }, { relay: 'skrouterd' }));
  expect(() => requireManagement(asked, ['relay1'])).not.toThrow();
});

test('a file that names no address is told of where the other end is on another host', () => {
  const warnings = (text: string, places: Record<string, string>) => {
    const scenario = aScenario({ deployment: onHosts(places, { configs: { relay1: config(text) } }) });
    return makePlan(scenario, someFacts(scenario)).warnings.filter(({ code }) => code === 'config-address');
  };
  const fixed = 'listen 127.0.0.1:{{listen_port}}; proxy_pass 127.0.0.1:{{connect_port}};';
  expect(warnings(fixed, {})).toEqual([]);
  expect(warnings(fixed, { client: 'lab', relay1: 'lab', relay2: 'lab' })).toEqual([]);
  expect(warnings(fixed, { relay1: 'lab' })).toEqual([
    {
      code: 'config-address',
      message:
        'relay 1 is to listen on 10.0.0.2, for the other end is on another host, and --relay-config own.conf does not name that',
      advice: 'write {{listen_host}} where it has 127.0.0.1',
    },
    expect.objectContaining({ message: expect.stringMatching(/^relay 1 is to connect to 10\.0\.0\.1, /) }),
  ]);
  const open = '{{listen_host}}:{{listen_port}} {{connect_host}}:{{connect_port}}';
  expect(warnings(open, { relay1: 'lab' })).toEqual([]);
});

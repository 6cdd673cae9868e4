import { expect, test } from 'vitest';
import { usualDeployment, type Deployment } from '../../src/model/deployment.js';
import type { Scenario } from '../../src/model/scenario.js';
import { checkScenario } from '../../src/scenario/scenario.js';
import { plannedTls, tlsOf } from '../../src/scenario/tls.js';
import { aPlan, aScenario, onHosts, someFacts } from '../fixtures/scenario.js';

const withTls = (deployment: Partial<Deployment>, changes: Partial<Scenario> = {}): Scenario =>
  aScenario({ ...changes, deployment: { ...usualDeployment, ...deployment } });

test.each(['skrouterd', 'nginx', 'haproxy'])('%s can have TLS on every link', (relay) => {
  for (const tls of ['inter', 'client', 'both'] as const) {
    const scenario = withTls({ tls }, { relay });
    expect(checkScenario(scenario).scenario).toEqual(scenario);
  }
});

test.each<[string, Scenario, string, RegExp, RegExp]>([
  ['builtin', withTls({ tls: 'inter' }, { relay: 'builtin' }), 'relay-without-tls', /builtin speaks no TLS/, /nginx/],
  ['none', withTls({ tls: 'client' }, { relay: 'none' }), 'tls-no-relay', /no relay in this chain/, /servers/],
  ['one relay', withTls({ tls: 'inter' }, { hops: 1 }), 'tls-no-link', /one relay has none/, /--hops 2.*--tls client/],
  ['both for one', withTls({ tls: 'both' }, { hops: 1 }), 'tls-no-link', /--tls both/, /--hops 2/],
  ['iperf3', withTls({ tls: 'client' }, { workload: 'iperf3' }), 'client-without-tls', /iperf3/, /--tls inter/],
  ['only files', withTls({ certificates: '/etc/mine' }), 'tls-dir-without-tls', /--tls-dir/, /add --tls/],
])('%s is refused', (_name, scenario, code, message, remedy) => {
  const check = (): unknown => checkScenario(scenario);
  expect(check).toThrow(expect.objectContaining({ code, exitCode: 2, message: expect.stringMatching(message) }));
  expect(check).toThrow(expect.objectContaining({ remedy: expect.stringMatching(remedy) }));
});

test('one relay can have TLS towards its client', () => {
  const scenario = withTls({ tls: 'client' }, { hops: 1 });
  expect(checkScenario(scenario).scenario).toEqual(scenario);
});

test.each([
  ['none', []],
  ['inter', ['relay1-relay2', 'relay2-relay3']],
  ['client', ['client-relay1']],
  ['both', ['client-relay1', 'relay1-relay2', 'relay2-relay3']],
] as const)('--tls %s encrypts %j, and never the way to the server', (tls, links) => {
  const scenario = withTls({ tls }, { hops: 3 });
  const planned = plannedTls(scenario, someFacts(scenario));
  expect((planned?.links ?? []).map(({ from, to }) => `${from}-${to}`)).toEqual(links);
  expect(tlsOf('relay3', planned).connect).toBeNull();
});

test('the files are those of the run, or of the user', () => {
  const relay = { authority: '/run/tls/ca.crt', certificate: '/run/tls/relay.crt', key: '/run/tls/relay.key' };
  const client = { authority: '/run/tls/ca.crt', certificate: '/run/tls/client.crt', key: '/run/tls/client.key' };
  expect(aPlan(withTls({ tls: 'both' }), { folder: '/run' }).tls).toMatchObject({
    ...{ made: '/run/tls', addresses: [], copies: [] },
    files: { relay1: relay, relay2: relay, client },
  });
  const users = { authority: '/mine/ca.crt', certificate: '/mine/tls.crt', key: '/mine/tls.key' };
  expect(aPlan(withTls({ tls: 'both', certificates: '/mine' })).tls).toMatchObject({
    ...{ made: null, copies: [] },
    files: { relay1: users, relay2: users, client: users },
  });
});

test('the client gets files only where it speaks TLS', () => {
  const words = (tls: Deployment['tls']): string[] =>
    aPlan(withTls({ tls })).processes.find(({ role }) => role === 'client')!.argv;
  expect(words('both')).toContain('/runs/this one/tls/client.key');
  expect(words('inter').join(' ')).not.toContain('tls');
});

test('on several hosts the files lie in the folder of each, and who needs which is told', () => {
  const places = { client: 'lab', relay1: 'lab', relay2: 'localhost', relay3: 'other', server: 'other' };
  const on = (changes: Partial<Deployment>) => aPlan({ hops: 3, deployment: onHosts(places, changes) }).tls!;
  const made = on({ tls: 'both' });
  expect(made.made).toBe('/runs/this one/tls');
  expect(made.addresses).toEqual(['10.0.0.2', '10.0.0.1', '10.0.0.3']);
  expect(Object.fromEntries(Object.entries(made.files).map(([role, { key }]) => [role, key]))).toEqual({
    client: '/tmp/flimflam on lab/tls/client.key',
    relay1: '/tmp/flimflam on lab/tls/relay.key',
    relay2: '/runs/this one/tls/relay.key',
    relay3: '/tmp/flimflam on other/tls/relay.key',
  });
  const copy = (host: string, name: string) => ({ host, from: `/runs/this one/tls/${name}`, to: `tls/${name}` });
  expect(made.copies).toEqual([
    ...['ca.crt', 'client.crt', 'client.key', 'relay.crt', 'relay.key'].map((name) => copy('lab', name)),
    ...['ca.crt', 'relay.crt', 'relay.key'].map((name) => copy('other', name)),
  ]);
  const users = on({ tls: 'client', certificates: '/mine' });
  expect(users).toMatchObject({ made: null, files: { client: { key: '/tmp/flimflam on lab/tls/tls.key' } } });
  expect(users.copies).toEqual(
    ['ca.crt', 'tls.crt', 'tls.key'].map((name) => ({ host: 'lab', from: `/mine/${name}`, to: `tls/${name}` })),
  );
});

import { expect, test } from 'vitest';
import { usualDeployment, type Tls } from '../../src/model/deployment.js';
import { usualLoad } from '../../src/model/load.js';
import type { Scenario } from '../../src/model/scenario.js';
import { parseTlsFault } from '../../src/workloads/load-program.js';
import { checkScenario } from '../../src/scenario/scenario.js';
import { aPlan, aScenario } from '../fixtures/scenario.js';

const ends = (tls: Tls, changes: Partial<Scenario> = {}) => {
  const { processes } = aPlan({ ...changes, deployment: { ...usualDeployment, tls } });
  const [client, server] = ['client', 'server'].map((name) => processes.find((one) => one.name === name)!);
  return { client: client!, server: server! };
};

const files = ['--tls-ca', '/runs/this one/tls/ca.crt', '--tls-cert', '/runs/this one/tls/client.crt'];

test.for(['builtin', 'builtin-rr', 'builtin-crr'])(
  'the client of %s shows its certificate; its server speaks plain',
  (workload) => {
    for (const tls of ['client', 'both'] as const) {
      const { client, server } = ends(tls, { workload });
      expect(client.argv.slice(-6)).toEqual([...files, '--tls-key', '/runs/this one/tls/client.key']);
      expect(server.argv.filter((word) => word.startsWith('--tls'))).toEqual([]);
    }
    expect(ends('inter', { workload }).client.argv.filter((word) => word.startsWith('--tls'))).toEqual([]);
  },
);

test('handshakes of many connections are given time, those beside the requests too', () => {
  const load = { ...usualLoad, background: 1000 };
  const patience = (tls: Tls): unknown => ends(tls, { workload: 'builtin-rr', jobs: 4000, load }).client.ready;
  expect(patience('client')).toEqual([{ kind: 'line', prefix: 'connected ', patienceMs: 160_000 }]);
  expect(patience('inter')).toEqual([{ kind: 'line', prefix: 'connected ' }]);
});

test.for([
  ["the peer's certificate: certificate has expired", "relay 1's certificate: certificate has expired"],
  ['the peer refused: tlsv1 alert unknown ca', 'relay 1 refused: tlsv1 alert unknown ca'],
  ['wrong version number', 'wrong version number'],
] as const)('the client says: %s', ([said, told]) => {
  expect(parseTlsFault(`tls TLSv1.3 TLS_AES_256_GCM_SHA384\nconnected 2\nerror tls: ${said}\n`)).toMatchObject({
    code: 'client-tls',
    message: `the client's TLS failed: ${told}`,
  });
});

test('what is encrypted cannot be thrown away unread', () => {
  const light = (tls: Tls) => () =>
    checkScenario(aScenario({ load: { ...usualLoad, light: true }, deployment: { ...usualDeployment, tls } }));
  expect(light('client')).toThrow(expect.objectContaining({ code: 'light-tls', exitCode: 2 }));
  expect(light('inter')).not.toThrow();
});

test('other words of a client are not about TLS', () => {
  expect(parseTlsFault('error connection 3: closed by the peer\n')).toBeNull();
  expect(parseTlsFault('')).toBeNull();
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { checkClientTls, requireClientTls } from '../../src/app/client-tls.js';
import type { RunPrograms } from '../../src/app/programs.js';
import { usualDeployment, type Tls } from '../../src/model/deployment.js';
import { LocalHost } from '../../src/host/local-host.js';
import { nativeProgram } from '../../src/model/program.js';
import { aScenario } from '../fixtures/scenario.js';

const folder = mkdtempSync(join(tmpdir(), 'flimflam-client-tls-'));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 'flimflam-tls.so'), '');

const loadIn = (place: string) => ({ path: join(place, 'flimflam-load'), facts: {} });

function requiring(tls: Tls, place: string, native = true): Promise<void> {
  const program = loadIn(place);
  const spec = { ...nativeProgram('flimflam-load'), native };
  const part = { spec, program, on: 'localhost' };
  const programs: RunPrograms = {
    ...{ client: program, server: program, relay: null },
    described: { relay: null, client: part, server: part },
  };
  return requireClientTls(aScenario({ deployment: { ...usualDeployment, tls } }), programs);
}

test('a client that was built without TLS is told before anything starts', async () => {
  for (const tls of ['client', 'both'] as const) {
    await expect(requiring(tls, '/nowhere')).rejects.toThrow(
      expect.objectContaining({
        code: 'no-client-tls',
        message: "the builtin client has no TLS here: OpenSSL's headers were not found when it was built",
        remedy: expect.stringMatching(/ && flimflam build$/),
        exitCode: 1,
      }),
    );
    await expect(requiring(tls, folder)).resolves.toBeUndefined();
    await expect(requiring(tls, '/nowhere', false)).resolves.toBeUndefined();
  }
  await expect(requiring('inter', '/nowhere')).resolves.toBeUndefined();
  await expect(requiring('none', '/nowhere')).resolves.toBeUndefined();
});

test('flimflam check tells whether it is there, and what to install', async () => {
  const host = new LocalHost();
  expect(await checkClientTls(loadIn(folder), 'apt', host)).toMatchObject({
    ...{ name: 'flimflam-tls.so', state: 'found', required: false, path: join(folder, 'flimflam-tls.so') },
    remedy: null,
  });
  const missing = { state: 'missing', required: false, path: null };
  const remedy = 'sudo apt-get install libssl-dev && flimflam build';
  expect(await checkClientTls(loadIn('/nowhere'), 'apt', host)).toMatchObject({ ...missing, remedy });
  expect(await checkClientTls(null, 'dnf', host)).toMatchObject({
    ...missing,
    remedy: 'sudo dnf install openssl-devel && flimflam build',
  });
});

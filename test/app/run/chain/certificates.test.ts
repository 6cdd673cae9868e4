import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { requireCertificates, withCertificates } from '../../../../src/app/run/chain/certificates.js';
import { opensslProgram } from '../../../../src/host/certificates.js';
import { findProgram } from '../../../../src/host/programs.js';
import { usualDeployment, type Deployment } from '../../../../src/model/deployment.js';
import { aPlan, aScenario } from '../../../fixtures/scenario.js';

const need = (deployment: Partial<Deployment>, environment: Record<string, string> = {}): void =>
  requireCertificates(aScenario({ deployment: { ...usualDeployment, ...deployment } }), environment);

function aFolder(...names: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'flimflam-tls-dir-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of names) writeFileSync(join(folder, name), 'x');
  return folder;
}

test('nothing is needed for plain links', () => {
  expect(() => need({})).not.toThrow();
});

test('a run of its own authority wants openssl, and says what is missing', (context) => {
  const empty = aFolder();
  context.skip(findProgram(opensslProgram, empty) !== null, 'openssl is in an sbin folder, where it is always found');
  const check = (): void => need({ tls: 'inter' }, { PATH: empty });
  const message = expect.stringContaining('openssl is not on PATH');
  expect(check).toThrow(expect.objectContaining({ code: 'missing-program', message }));
});

test("the user's three files must be there", () => {
  const folder = aFolder('ca.crt', 'tls.crt');
  const check = (): void => need({ tls: 'inter', certificates: folder });
  const message = `--tls-dir: ${folder}/tls.key is not there`;
  expect(check).toThrow(expect.objectContaining({ code: 'no-certificate', exitCode: 2, message }));
  mkdirSync(join(folder, 'tls.key'));
  expect(check).toThrow(/tls\.key is no file/);
  rmSync(join(folder, 'tls.key'), { recursive: true });
  writeFileSync(join(folder, 'tls.key'), 'x');
  expect(check).not.toThrow();
});

test('the keys of a run are gone after it, however it ends; certificates stay', async (context) => {
  context.skip(findProgram(opensslProgram, process.env['PATH'] ?? '') === null, 'openssl is not on PATH');
  const folder = aFolder();
  const deployment: Deployment = { ...usualDeployment, tls: 'inter' };
  const plan = aPlan({ deployment }, { folder, environment: { PATH: process.env['PATH'] ?? '' } });
  const key = join(folder, 'tls', 'relay.key');
  expect(await withCertificates(plan, async () => existsSync(key))).toBe(true);
  expect(existsSync(key)).toBe(false);
  await expect(withCertificates(plan, () => Promise.reject(new Error('it broke')))).rejects.toThrow('it broke');
  expect(existsSync(key)).toBe(false);
  expect(existsSync(join(folder, 'tls', 'relay.crt'))).toBe(true);
});

test("the user's own files are left alone", async () => {
  const certificates = aFolder('ca.crt', 'tls.crt', 'tls.key');
  const plan = aPlan({ deployment: { ...usualDeployment, tls: 'inter', certificates } });
  expect(await withCertificates(plan, async () => 'done')).toBe('done');
  expect(existsSync(join(certificates, 'tls.key'))).toBe(true);
});

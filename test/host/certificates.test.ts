import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, type TestContext } from 'vitest';
import { makeCertificates, opensslProgram } from '../../src/host/certificates.js';
import { findProgram } from '../../src/host/programs.js';

const openssl = findProgram(opensslProgram, process.env['PATH'] ?? '')?.path ?? '';

function needOpenssl(context: TestContext): void {
  context.skip(openssl === '', 'openssl is not on PATH');
}

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'flimflam-certificates-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'a tls');
}

const say = (folder: string, ...words: string[]): string => {
  const { stdout, stderr } = spawnSync(openssl, words, { cwd: folder, encoding: 'utf8' });
  return stdout + stderr;
};

test('an authority of its own, and certificates that both ends accept', async (context) => {
  needOpenssl(context);
  const folder = aFolder();
  await makeCertificates(openssl, folder, ['relay', 'client']);
  expect(readdirSync(folder).sort()).toEqual(['ca.crt', 'client.crt', 'client.key', 'relay.crt', 'relay.key']);
  for (const name of ['relay.crt', 'client.crt']) {
    for (const purpose of ['sslserver', 'sslclient']) {
      const options = ['-CAfile', 'ca.crt', '-purpose', purpose, '-verify_ip', '127.0.0.1'];
      expect(say(folder, 'verify', ...options, name)).toBe(`${name}: OK\n`);
    }
    expect(say(folder, 'verify', '-CAfile', 'ca.crt', '-verify_hostname', 'localhost', name)).toBe(`${name}: OK\n`);
    expect(say(folder, 'verify', '-CAfile', 'ca.crt', '-verify_ip', '127.0.0.2', name)).toContain(
      'IP address mismatch',
    );
  }
  expect(say(folder, 'x509', '-in', 'relay.crt', '-noout', '-text')).toContain('NIST CURVE: P-256');
  // Nobody can sign with it any more.
  expect(existsSync(join(folder, 'ca.key'))).toBe(false);
});

test('certificates of a chain on several hosts name their addresses, as addresses and as names', async (context) => {
  needOpenssl(context);
  const folder = aFolder();
  await makeCertificates(openssl, folder, ['relay'], ['10.0.0.2', '10.0.0.3']);
  for (const sort of ['-verify_ip', '-verify_hostname']) {
    for (const address of ['10.0.0.2', '10.0.0.3']) {
      expect(say(folder, 'verify', '-CAfile', 'ca.crt', sort, address, 'relay.crt')).toBe('relay.crt: OK\n');
    }
    expect(say(folder, 'verify', '-CAfile', 'ca.crt', sort, '10.0.0.4', 'relay.crt')).toMatch(/mismatch/);
  }
  expect(say(folder, 'verify', '-CAfile', 'ca.crt', '-verify_ip', '127.0.0.1', 'relay.crt')).toBe('relay.crt: OK\n');
});

test('keys are for their owner alone', async (context) => {
  needOpenssl(context);
  const folder = aFolder();
  await makeCertificates(openssl, folder, ['relay']);
  const mode = (path: string): number => statSync(path).mode & 0o777;
  expect(mode(folder)).toBe(0o700);
  expect(mode(join(folder, 'relay.key'))).toBe(0o600);
});

test('a program that is no openssl is told of in one line', async () => {
  const made = makeCertificates('/bin/false', aFolder(), ['relay']);
  await expect(made).rejects.toMatchObject({ code: 'no-certificates', message: expect.stringContaining('/bin/false') });
});

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type TestContext } from 'vitest';
import { opensslProgram } from '../../src/host/certificates.js';
import { checkout, missing, Place, short, shortest, withCheckout } from './support.js';

withCheckout();

function need(context: TestContext, ...programs: string[]): void {
  const reason = missing('openssl', ...programs);
  context.skip(reason !== null, reason ?? '');
}

const relayLink = {
  ...{ from: 'relay_1', to: 'relay_2', mutual: true },
  protocol: expect.stringMatching(/^TLSv1\.[23]$/),
  cipher: expect.stringMatching(/^[A-Z0-9_-]+$/),
};

/** Certificates of the user's own: those of a throw-away authority, of which the second is of yesterday if it shall be expired. */
function userFiles({ folder }: Place, { expired = false, foreign = false } = {}): string {
  const home = join(folder, 'mine');
  mkdirSync(home);
  const openssl = (...words: string[]): void => {
    const { status, stderr } = spawnSync(opensslProgram.executable, words, { cwd: home, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  };
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=localhost'];
  openssl('req', '-x509', ...newKey, '-keyout', 'ca.key', '-out', 'ca.crt', '-days', '2');
  openssl('req', ...newKey, '-keyout', 'tls.key', '-out', 'tls.csr');
  writeFileSync(join(home, 'names'), 'subjectAltName = IP:127.0.0.1, DNS:localhost\n');
  const days = ['-days', expired ? '-1' : '2'];
  const signed = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'names', ...days];
  openssl('x509', '-req', '-in', 'tls.csr', ...signed, '-out', 'tls.crt');
  if (foreign) openssl('req', '-x509', ...newKey, '-keyout', 'ca.key', '-out', 'ca.crt', '-days', '2');
  return home;
}

test('nginx: the link between relays is encrypted, as relay 2 tells, with certificates of this run alone', async (context) => {
  need(context, 'nginx');
  const place = new Place();
  const { stdout } = await place.run(['run', '-r', 'nginx', '--tls', 'inter', ...short]);
  const summary = place.summary();
  expect(summary.status).not.toBe('failed');
  expect(summary.links).toEqual([{ ...relayLink, connections: 2, reported_by: 'relay_2' }]);
  expect(stdout).toMatch(/TLS: relay 1 to relay 2 TLSv1\.[23] /);
  const [folder = ''] = place.runFolders();
  expect(readdirSync(join(folder, 'tls')).sort()).toEqual(['ca.crt', 'client.crt', 'relay.crt']);
  expect(statSync(join(folder, 'tls')).mode & 0o777).toBe(0o700);
  expect(readFileSync(join(folder, 'reproduce.sh'), 'utf8')).toContain('--tls inter');
  expect(JSON.stringify(summary)).not.toContain('PRIVATE KEY');
});

test('haproxy: requests of HTTP/2 over an encrypted link', async (context) => {
  need(context, 'haproxy', 'h2load', 'nghttpd');
  const place = new Place();
  await place.run(['run', '-w', 'h2load', '-p', 'http2', '-r', 'haproxy', '--tls', 'inter', ...short]);
  const { status, links } = place.summary();
  expect(status).not.toBe('failed');
  expect(links).toMatchObject([{ ...relayLink, reported_by: 'relay_2' }]);
});

test('skrouterd: both routers tell of their link, the client of its own', async (context) => {
  need(context, 'skrouterd');
  const hasClient = existsSync(join(checkout, 'native', 'build', 'flimflam-tls.so'));
  const place = new Place();
  await place.run(['run', '-r', 'skrouterd', '--tls', hasClient ? 'both' : 'inter', ...short]);
  const { status, links } = place.summary();
  expect(status).not.toBe('failed');
  expect(links.filter(({ from }) => from === 'relay_1')).toMatchObject([
    { ...relayLink, reported_by: 'relay_2' },
    { ...relayLink, reported_by: 'relay_1' },
  ]);
  if (!hasClient) return;
  expect(links[0]).toMatchObject({ ...relayLink, from: 'client', to: 'relay_1', reported_by: 'client' });
});

test.for([
  ['nginx', { expired: true }, /relay 1 said: .*certificate has expired/],
  ['haproxy', { foreign: true }, /relay 1 said: .*certificate verify failed.*relay 2 said: .*SSL handshake failure/],
  ['skrouterd', { expired: true }, /relay 1 said: .*certificate verify failed.*relay 2 said: .*certificate expired/],
] as const)('%s with wrong certificates %j says so itself', async ([relay, wrong, words], context) => {
  need(context, relay);
  const place = new Place();
  const files = userFiles(place, wrong);
  const { code } = await place.run(['run', '-r', relay, '--tls', 'inter', '--tls-dir', files, ...shortest]);
  expect(code).toBe(1);
  expect(place.summary().status_reason).toMatchObject({ code: 'tls-refused', message: expect.stringMatching(words) });
  expect(existsSync(join(files, 'tls.key'))).toBe(true);
});

test('what cannot be encrypted is refused before anything is written', async () => {
  const place = new Place();
  const refused = async (...words: string[]): Promise<string> => {
    const { code, stderr } = await place.run(['run', ...words, ...short]);
    expect(code).toBe(2);
    return stderr;
  };
  expect(await refused('-r', 'builtin', '--tls', 'inter')).toContain('builtin speaks no TLS (relays that do: ');
  expect(await refused('-r', 'nginx', '--tls', 'inter', '--tls-dir', 'nowhere')).toContain(
    'nowhere/ca.crt is not there',
  );
  expect(place.runFolders()).toEqual([]);
});

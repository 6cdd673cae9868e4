import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type TestContext } from 'vitest';
import { checkout, missing, Place, short, withCheckout } from './support.js';

withCheckout();

function need(context: TestContext, relay: string): void {
  const reason = missing('openssl', relay);
  context.skip(reason !== null, reason ?? '');
  const object = existsSync(join(checkout, 'native', 'build', 'flimflam-tls.so'));
  context.skip(!object, "the client was built without OpenSSL's headers");
}

const spoken = /^tls TLSv1\.[23] [A-Z0-9_-]+$/m;

// nginx ends a TLS connection with a word of TLS, and not that of TCP until the client has answered.
test.for([
  ['nginx', 'builtin-crr', []],
  ['haproxy', 'builtin-rr', ['--message-size', '100:20000']],
  ['nginx', 'builtin', ['--direction', 'both', '--verify']],
] as const)('%s ends the TLS of %s', async ([relay, workload, more], context) => {
  need(context, relay);
  const place = new Place();
  const { stdout } = await place.run([
    'run',
    '-r',
    relay,
    '-w',
    workload,
    '--tls',
    'client',
    '--hops',
    '1',
    ...more,
    ...short,
  ]);
  const { status, results, links, trust } = place.summary();
  expect(status).not.toBe('failed');
  expect(results?.bits_per_second).toBeGreaterThan(0);
  expect(links.every(({ from, to }) => from === 'client' && to === 'relay_1')).toBe(true);
  expect(links.map(({ reported_by }) => reported_by).sort()).toEqual(['client', 'relay_1']);
  expect(readFileSync(join(place.runFolders()[0]!, 'client.out'), 'utf8')).toMatch(spoken);
  expect(stdout).toContain('TLS: client to relay 1 ');
  expect(trust?.bytes?.agree ?? null).toBe(workload === 'builtin-crr' ? null : true);
});

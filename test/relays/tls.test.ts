import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { usualDeployment } from '../../src/model/deployment.js';
import { relayProgramNames } from '../../src/model/names.js';
import { relayOf } from '../../src/relays/index.js';
import { aPlan, planText } from '../fixtures/scenario.js';

const speakers = relayProgramNames.filter((name) => relayOf(name).tls !== undefined);

const workloadFor = { tcp: 'builtin', http1: 'h2load-h1', http2: 'h2load' } as const;

test.each(speakers.flatMap((relay) => relayOf(relay).tls!.protocols.map((protocol) => ({ relay, protocol }))))(
  '$relay, $protocol: TLS on both sides, and on one',
  async ({ relay, protocol }) => {
    const tls = protocol === 'tcp' ? 'both' : 'inter';
    const plan = aPlan({
      ...{ relay, protocol, workload: workloadFor[protocol], hops: 3 },
      deployment: { ...usualDeployment, tls },
    });
    const text = planText(plan, (role) => role.startsWith('relay'));
    await expect(text).toMatchFileSnapshot(`golden/${relay}-${protocol}-tls-${tls}.txt`);
  },
);

test.each(speakers)('%s: what a failed handshake leaves in its log', (name) => {
  const log = readFileSync(new URL(`../fixtures/relay-logs/${name}-tls.txt`, import.meta.url), 'utf8');
  const { refused } = relayOf(name).tls!;
  expect(
    log
      .trimEnd()
      .split('\n')
      .filter((line) => !refused(line)),
  ).toEqual([]);
});

test.each(speakers)('%s: other trouble is not taken for that', (name) => {
  const log = readFileSync(new URL(`../fixtures/relay-logs/${name}.txt`, import.meta.url), 'utf8');
  expect(log.split('\n').filter((line) => relayOf(name).tls!.refused(line))).toEqual([]);
});

test('haproxy tells of what it accepted', () => {
  const { read, file } = relayOf('haproxy').tls!.told!;
  expect(file('relay2')).toBe('relay2.log');
  const told = { connection: '41892', protocol: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', mutual: true };
  expect(read('tls 41892 TLSv1.3 TLS_AES_256_GCM_SHA384 used=1 verify=0 end=-- next=-')).toEqual(told);
  expect(read('tls 41892 TLSv1.3 TLS_AES_256_GCM_SHA384 used=0 verify=0 end=-- next=-')?.mutual).toBe(false);
  expect(read('tls 43716 - - used=- verify=- end=SC next=error:0A000086:SSL routines::certificate')).toBeNull();
  expect(read('[NOTICE]   (1344) : haproxy version is 2.6.12-1+deb12u4')).toBeNull();
});

test('nginx tells of what it accepted', () => {
  const { read, file } = relayOf('nginx').tls!.told!;
  expect(file('relay2')).toBe('relay2.nginx-tls.log');
  const told = { connection: '3', protocol: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', mutual: true };
  expect(read('3 TLSv1.3 TLS_AES_256_GCM_SHA384 SUCCESS')).toEqual(told);
  expect(read('3 TLSv1.3 TLS_AES_256_GCM_SHA384 NONE')?.mutual).toBe(false);
  expect(read('3 - - -')).toBeNull();
  expect(read('')).toBeNull();
});

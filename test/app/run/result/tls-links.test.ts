import { expect, test } from 'vitest';
import { tlsLinks, unverifiedLink, type TlsWords } from '../../../../src/app/run/result/tls-links.js';
import { usualDeployment, type Tls } from '../../../../src/model/deployment.js';
import type { RouterConnection, RouterTls } from '../../../../src/router/tls.js';
import { aPlan } from '../../../fixtures/scenario.js';

const words = (relay: string, tls: Tls, changes: Partial<TlsWords> = {}): TlsWords => ({
  plan: aPlan({ relay, deployment: { ...usualDeployment, tls } }),
  clientOutput: '',
  routers: {},
  readFile: () => null,
  ...changes,
});

const what = { protocol: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384' };
const connection = (direction: 'in' | 'out', changes: Partial<RouterConnection> = {}): RouterConnection => ({
  ...{ direction, tls: what, authenticated: true },
  ...changes,
});
const router = (routers: RouterConnection[], wantsCertificates = false): RouterTls => ({
  ...{ routers, clients: [], wantsCertificates },
});

test('nobody is asked about a plain chain', () => {
  expect(tlsLinks(words('nginx', 'none'))).toEqual([]);
  expect(unverifiedLink(words('nginx', 'none'))).toBeNull();
});

test('nginx tells of each connection once, in a file of its own', () => {
  const files: Record<string, string> = {
    'relay2.nginx-tls.log': ['1', '3', '3', '5'].map((n) => `${n} TLSv1.3 TLS_AES_256_GCM_SHA384 SUCCESS\n`).join(''),
  };
  const told = words('nginx', 'inter', { readFile: (path) => files[path] ?? null });
  expect(tlsLinks(told)).toEqual([
    { from: 'relay_1', to: 'relay_2', ...what, mutual: true, connections: 3, reported_by: 'relay_2' },
  ]);
  expect(unverifiedLink(told)).toBeNull();
});

test('a link of which nobody tells is not verified, nor one whose client showed no certificate', () => {
  const message = /link from relay 1 to relay 2 was to be encrypted, but nobody there says that it was$/;
  const code = 'tls-unverified';
  expect(unverifiedLink(words('nginx', 'inter'))).toMatchObject({ code, message: expect.stringMatching(message) });
  const none = words('nginx', 'inter', { readFile: () => '1 TLSv1.3 TLS_AES_256_GCM_SHA384 NONE\n' });
  expect(unverifiedLink(none)).toMatchObject({ code });
  expect(tlsLinks(none)).toMatchObject([{ mutual: false }]);
});

test('both routers tell of the connections between them, each of its own end', () => {
  const two = [connection('out'), connection('out')];
  const told = words('skrouterd', 'inter', {
    routers: { relay1: router(two), relay2: router([connection('in'), connection('in')]) },
  });
  const link = { from: 'relay_1', to: 'relay_2', ...what, mutual: true, connections: 2 };
  expect(tlsLinks(told)).toEqual([
    { ...link, reported_by: 'relay_2' },
    { ...link, reported_by: 'relay_1' },
  ]);
  expect(unverifiedLink(told)).toBeNull();
});

test('one plain connection among them is enough for doubt', () => {
  const mixed = [connection('in'), connection('in', { tls: null, authenticated: false })];
  const told = words('skrouterd', 'inter', { routers: { relay1: router([connection('out')]), relay2: router(mixed) } });
  expect(unverifiedLink(told)?.message).toContain('relay 2 calls it plain');
});

test("a router's listener for clients wants certificates, and its client says the rest", () => {
  const routers = { relay1: router([], true) };
  const clientOutput = 'connected 2\ntls TLSv1.3 TLS_AES_256_GCM_SHA384\nmark 1 2 rx=3\n';
  const told = words('skrouterd', 'client', { routers, clientOutput });
  expect(tlsLinks(told)).toEqual([
    { from: 'client', to: 'relay_1', ...what, mutual: true, connections: 1, reported_by: 'client' },
  ]);
  expect(unverifiedLink(told)).toBeNull();
  // A client cannot know whether its certificate was looked at.
  const alone = words('skrouterd', 'client', { routers: { relay1: router([]) }, clientOutput });
  expect(tlsLinks(alone)).toMatchObject([{ mutual: null }]);
  expect(unverifiedLink(alone)?.message).toBe(
    'the link from client to relay 1 is encrypted, but nobody there says that relay 1 wanted a certificate of client',
  );
});

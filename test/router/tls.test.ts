import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Row } from '../../src/router/management.js';
import { routerTls } from '../../src/router/tls.js';

type Rows = Record<'connection' | 'tcpListener', Row[]>;
const file = new URL('../fixtures/router/tls.json', import.meta.url);
const rows = JSON.parse(readFileSync(file, 'utf8')) as Record<'relay1' | 'relay2', Rows>;
const of = ({ connection, tcpListener }: Rows) => routerTls(connection, tcpListener);

const encrypted = { tls: { protocol: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384' }, authenticated: true };

test('a router tells which way its connections with other routers were opened', () => {
  expect(of(rows.relay1).routers).toEqual([
    { direction: 'out', ...encrypted },
    { direction: 'out', ...encrypted },
  ]);
  expect(of(rows.relay2).routers).toEqual([
    { direction: 'in', ...encrypted },
    { direction: 'in', ...encrypted },
  ]);
});

test('what it says of clients counts only where it calls them encrypted; but its listener wants certificates', () => {
  expect(of(rows.relay1)).toMatchObject({ clients: [], wantsCertificates: true });
  const client = { role: 'normal', dir: 'in', protocol: 'tcp', isEncrypted: true, sslProto: 'TLSv1.2', sslCipher: 'X' };
  expect(routerTls([client], []).clients).toEqual([
    { direction: 'in', tls: { protocol: 'TLSv1.2', cipher: 'X' }, authenticated: false },
  ]);
});

test('without a listener for clients, or with one that wants none, there are no certificates', () => {
  expect(of(rows.relay2).wantsCertificates).toBe(false);
  const listeners = [
    { sslProfile: 'mine', authenticatePeer: true },
    { sslProfile: 'mine', authenticatePeer: false },
  ];
  expect(routerTls([], listeners).wantsCertificates).toBe(false);
  expect(routerTls([], [{ sslProfile: null, authenticatePeer: true }]).wantsCertificates).toBe(false);
});

test('a plain connection is plain, and proves nothing', () => {
  const plain = { role: 'edge', dir: 'out', isEncrypted: false, isAuthenticated: true, sasl: 'ANONYMOUS' };
  expect(routerTls([plain], []).routers).toEqual([{ direction: 'out', tls: null, authenticated: false }]);
});

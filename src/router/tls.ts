import type { Management, Row } from './management.js';

/** What a router tells of the TLS of its connections. */
export interface RouterTls {
  /** Its connections with other routers. */
  routers: RouterConnection[];
  /** Those of its tcpListener that it calls encrypted: a router of 2026 does not, although they are. */
  clients: RouterConnection[];
  /** Whether every tcpListener of it wants a certificate of who connects. */
  wantsCertificates: boolean;
}

export interface RouterConnection {
  /** Whether the router accepted it, or opened it. */
  direction: 'in' | 'out';
  /** Null for a plain connection. */
  tls: { protocol: string; cipher: string } | null;
  /** Whether the other end proved by a certificate who it is. */
  authenticated: boolean;
}

/** Asks a router; rejects when it does not answer. */
export async function readRouterTls(management: Management): Promise<RouterTls> {
  const attributes = ['role', 'dir', 'protocol', 'isEncrypted', 'isAuthenticated', 'sasl', 'sslProto', 'sslCipher'];
  const [connections, listeners] = await Promise.all([
    management.query('connection', attributes),
    management.query('tcpListener', ['sslProfile', 'authenticatePeer']),
  ]);
  return routerTls(connections, listeners);
}

/** The same of the rows of `connection` and `tcpListener`. */
export function routerTls(connections: readonly Row[], listeners: readonly Row[]): RouterTls {
  const between = connections.filter(({ role }) => /^(?:inter-|edge)/.test(String(role)));
  const clients = connections.filter(({ protocol, dir }) => protocol === 'tcp' && dir === 'in');
  return {
    routers: between.map(connectionOf),
    clients: clients.map(connectionOf).filter(({ tls }) => tls !== null),
    wantsCertificates:
      listeners.length > 0 &&
      listeners.every(
        ({ sslProfile, authenticatePeer }) => typeof sslProfile === 'string' && authenticatePeer === true,
      ),
  };
}

function connectionOf(row: Row): RouterConnection {
  const { sslProto: protocol, sslCipher: cipher } = row;
  const encrypted = row['isEncrypted'] === true && typeof protocol === 'string' && typeof cipher === 'string';
  return {
    direction: row['dir'] === 'in' ? 'in' : 'out',
    tls: encrypted ? { protocol, cipher } : null,
    // EXTERNAL: by what TLS has found out, not by a word of the peer (RFC 4422, appendix A).
    authenticated: encrypted && row['isAuthenticated'] === true && row['sasl'] === 'EXTERNAL',
  };
}

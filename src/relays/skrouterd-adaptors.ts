import { ExpectedError } from '../errors.js';
import type { Link } from './relay.js';

/** How payload enters a chain of routers, and leaves it. */
export interface Adaptor {
  /** Beginning of the names of its entities: `tcpListener` and `tcpConnector`, or `httpListener` and `httpConnector`. */
  entity: 'tcp' | 'http';
  /** What its listener alone has, and what both have. */
  listener: Record<string, string>;
  both: Record<string, string>;
  /** The setting by which this protocol passes as it does, for the record. */
  inForce: Record<string, string>;
}

/** What `--protocol` means to a current router: a tcpListener whose observer reads along. */
const observers = { tcp: 'none', http1: 'http1', http2: 'http2' } as const;

/** What it means to one that still has adaptors for http. */
const versions = { http1: 'HTTP1', http2: 'HTTP2' } as const;

/** An observer that was asked for makes it a tcpListener, whatever adaptors this router has beside it. */
export function adaptorOf({ protocol, options, program }: Link): Adaptor {
  const asked = options['observer'];
  const hasObservers = program.facts['observer'] !== 'no';
  if (asked !== undefined && !hasObservers && (asked !== 'none' || protocol !== 'tcp')) {
    throw new ExpectedError(
      'no-observers',
      `--observer ${asked}: the tcpListener of this router (${program.path}) has no observer, as its schema says`,
      'leave --observer out: --protocol http1 or http2 takes the http adaptor of such a router',
      2,
    );
  }
  if (protocol !== 'tcp' && asked === undefined && program.facts['http_adaptors'] === 'yes') {
    const protocolVersion = versions[protocol];
    return { entity: 'http', listener: {}, both: { protocolVersion }, inForce: { adaptor: protocolVersion } };
  }
  const observer = asked ?? (hasObservers ? observers[protocol] : 'none');
  return { entity: 'tcp', listener: hasObservers ? { observer } : {}, both: {}, inForce: { observer } };
}

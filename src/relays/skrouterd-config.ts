import { loopback } from '../model/address.js';
import { certificateName } from '../model/tls.js';
import type { Link } from './relay.js';
import { adaptorOf } from './skrouterd-adaptors.js';

/** The port on which this router answers management. */
export function managementPortOf(link: Link): number {
  const port = link.extraPorts[0];
  if (port === undefined) throw new Error('a router needs a port for its management');
  return port;
}

/** The router's parser works line by line: one attribute a line, and `{` ends its line. */
function entity(name: string, attributes: Record<string, string | number | undefined>): string {
  const lines = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [`    ${key}: ${value}`],
  );
  return `${name} {\n${lines.join('\n')}\n}\n`;
}

/** The address at which the routers know the server. */
export const serviceAddress = 'flimflam';

const profile = 'flimflam';

/** The certificates of this router; none for a plain one. */
function profileOf({ tls }: Link): string[] {
  const files = tls.listen ?? tls.connect;
  if (files === null) return [];
  const { authority, certificate, key } = files;
  return [entity('sslProfile', { name: profile, caCertFile: authority, certFile: certificate, privateKeyFile: key })];
}

/** Of a tcpListener whose clients must show a certificate. */
const encryptedListener = ({ tls }: Link) =>
  tls.listen === null ? {} : { sslProfile: profile, authenticatePeer: 'yes' };

const listenerSecurity = ({ tls }: Link) =>
  tls.listen === null
    ? { saslMechanisms: 'ANONYMOUS', authenticatePeer: 'no' }
    : { sslProfile: profile, requireSsl: 'yes', saslMechanisms: 'EXTERNAL', authenticatePeer: 'yes' };

const connectorSecurity = ({ tls }: Link) =>
  tls.connect === null
    ? { saslMechanisms: 'ANONYMOUS' }
    : { sslProfile: profile, verifyHostname: 'yes', saslMechanisms: 'EXTERNAL' };

/** The configuration file of one router of the chain. */
export function configText(link: Link): string {
  const { options } = link;
  const first = link.index === 1;
  const last = link.index === link.hops;
  const adaptor = adaptorOf(link);
  const edge = options['routerMode'] === 'edge';
  const betweenRouters = {
    maxFrameSize: options['maxFrameSize'],
    maxSessionFrames: options['maxSessionFrames'],
  };
  return [
    entity('router', {
      mode: edge && first ? 'edge' : 'interior',
      id: link.role,
      workerThreads: options['workerThreads'] ?? link.threads,
      dataConnectionCount: options['dataConnectionCount'],
    }),
    // Else logging would be part of what is measured.
    entity('log', { module: 'DEFAULT', enable: 'warning+' }),
    entity('log', { module: 'FLOW_LOG', enable: 'none' }),
    ...profileOf(link),
    entity('listener', {
      host: loopback,
      name: 'management',
      port: managementPortOf(link),
      role: 'normal',
      saslMechanisms: 'ANONYMOUS',
      authenticatePeer: 'no',
    }),
    first
      ? entity(`${adaptor.entity}Listener`, {
          host: link.listenHost,
          name: 'from-client',
          port: link.listenPort,
          address: serviceAddress,
          ...adaptor.both,
          ...adaptor.listener,
          ...encryptedListener(link),
        })
      : entity('listener', {
          host: link.listenHost,
          name: `from-relay${link.index - 1}`,
          port: link.listenPort,
          role: edge && link.index === 2 ? 'edge' : 'inter-router',
          ...betweenRouters,
          ...listenerSecurity(link),
        }),
    last
      ? entity(`${adaptor.entity}Connector`, {
          host: link.connectHost,
          name: 'to-server',
          port: link.connectPort,
          address: serviceAddress,
          ...adaptor.both,
        })
      : entity('connector', {
          // Proton compares names alone, not the addresses of a certificate.
          host: link.tls.connect === null ? link.connectHost : certificateName(link.connectHost),
          name: `to-relay${link.index + 1}`,
          port: link.connectPort,
          role: edge && first ? 'edge' : 'inter-router',
          ...betweenRouters,
          ...connectorSecurity(link),
        }),
  ].join('\n');
}

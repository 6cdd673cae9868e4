import { choiceOption, sizeOption } from './options.js';
import type { Link, Relay } from './relay.js';

/** What `--protocol` means to a current router: a tcpListener whose observer reads along. */
const observers = { tcp: 'none', http1: 'http1', http2: 'http2' } as const;

/** The Skupper router. Its routers speak AMQP to each other; tcp enters at relay 1 and leaves at relay N. */
export const skrouterd: Relay = {
  name: 'skrouterd',
  description: 'the Skupper router: tcp; http1 and http2 as tcpListener with that observer',
  protocols: ['tcp', 'http1', 'http2'],
  program: {
    executable: 'skrouterd',
    version: { arguments: ['--version'], pattern: /(\S+)\s*$/ },
    packages: { apt: null, dnf: 'skupper-router' },
    advice: 'put the sbin folder of your build first in PATH',
    facts: { arguments: null, read: (_output, exists, executable) => pythonFolder(executable, exists) },
  },
  options: {
    workerThreads: sizeOption('worker threads, instead of --relay-threads', 1, 64),
    dataConnectionCount: {
      description: 'connections between two routers for tcp payload (auto, or 1 to 64)',
      check: (value) => (value === 'auto' || /^([1-9]|[1-5]\d|6[0-4])$/.test(value) ? null : 'wants auto, or 1 to 64'),
    },
    observer: choiceOption('observer of the tcpListener', ['none', 'auto', 'http1', 'http2']),
    maxFrameSize: sizeOption('bytes of the largest AMQP frame between routers', 512, 1 << 24),
    maxSessionFrames: sizeOption('frames of the session window between routers', 2, 1 << 24),
  },
  extraPorts: 1,
  management: true,
  plan: (link) => {
    const config = `${link.role}.skrouterd.conf`;
    const managementPort = managementPortOf(link);
    return {
      argv: [link.program.path, ...pythonArguments(link), '-c', `${link.folder}/${config}`],
      files: [{ path: config, text: configText(link) }],
      channel: false,
      ready:
        link.index === 1
          ? [
              { kind: 'listening', port: managementPort },
              { kind: 'router', managementPort },
              { kind: 'listening', port: link.listenPort },
            ]
          : [{ kind: 'listening', port: link.listenPort }],
    };
  },
  // Sample: `2026-11-23 10:15:02.123456 +0000 ROUTER_CORE (warning) ... (file.c:12)`
  logLevel: (line) => {
    if (line.includes('FATAL ERROR')) return 'error';
    const level = /^\S+ \S+ \S+ \w+ \((\w+)\)/.exec(line)?.[1];
    return level === 'error' || level === 'critical' ? 'error' : level === 'warning' ? 'warning' : null;
  },
};

/**
 * Where this router keeps its Python part: in its own installation (PREFIX/sbin/skrouterd), or in the sources around
 * a build tree (SOURCE/BUILD/router/skrouterd). Without it a router that was moved, or never installed, would take
 * the part of whichever build was last installed in the place that was compiled into it.
 */
export function pythonFolder(executable: string, exists: (path: string) => boolean): Record<string, string> {
  const above = (levels: number): string => executable.split('/').slice(0, -levels).join('/');
  const python = [`${above(2)}/lib/skupper-router/python`, `${above(3)}/python`].find((folder) =>
    exists(`${folder}/skupper_router_internal`),
  );
  return python === undefined ? {} : { python };
}

function pythonArguments({ program }: Link): string[] {
  const { python } = program.facts;
  return python === undefined ? [] : ['-I', python];
}

function managementPortOf(link: Link): number {
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

function configText(link: Link): string {
  const { options } = link;
  const first = link.index === 1;
  const last = link.index === link.hops;
  const address = { host: '127.0.0.1' };
  const betweenRouters = {
    role: 'inter-router',
    saslMechanisms: 'ANONYMOUS',
    maxFrameSize: options['maxFrameSize'],
    maxSessionFrames: options['maxSessionFrames'],
  };
  return [
    entity('router', {
      mode: 'interior',
      id: link.role,
      workerThreads: options['workerThreads'] ?? link.threads,
      dataConnectionCount: options['dataConnectionCount'],
    }),
    // Else logging would be part of what is measured.
    entity('log', { module: 'DEFAULT', enable: 'warning+' }),
    entity('log', { module: 'FLOW_LOG', enable: 'none' }),
    entity('listener', {
      ...address,
      name: 'management',
      port: managementPortOf(link),
      role: 'normal',
      saslMechanisms: 'ANONYMOUS',
      authenticatePeer: 'no',
    }),
    first
      ? entity('tcpListener', {
          ...address,
          name: 'from-client',
          port: link.listenPort,
          address: 'flimflam',
          observer: options['observer'] ?? observers[link.protocol],
        })
      : entity('listener', {
          ...address,
          name: `from-relay${link.index - 1}`,
          port: link.listenPort,
          authenticatePeer: 'no',
          ...betweenRouters,
        }),
    last
      ? entity('tcpConnector', { ...address, name: 'to-server', port: link.connectPort, address: 'flimflam' })
      : entity('connector', {
          ...address,
          name: `to-relay${link.index + 1}`,
          port: link.connectPort,
          ...betweenRouters,
        }),
  ].join('\n');
}

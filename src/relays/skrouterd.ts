import { observerNames, relayRole, routerModes } from '../model/names.js';
import type { Readiness } from '../model/plan.js';
import { choiceOption, sizeOption } from './options.js';
import type { Link, Relay } from './relay.js';
import { adaptorOf } from './skrouterd-adaptors.js';
import { configText, managementPortOf, serviceAddress } from './skrouterd-config.js';
import { schemaFacts, schemaPaths } from './skrouterd-schema.js';

/** Samples: `SSL Failure: error:0A000086:SSL routines::certificate verify failed`, `TLS connection failed: Code: -2 ...`. */
const tlsWords = /SSL Failure|TLS connection failed|sslProfile|TLS configuration failed/;

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
    facts: { arguments: null, read: (_output, exists, executable, textOf) => factsOf(executable, exists, textOf) },
  },
  options: {
    workerThreads: sizeOption('worker threads, instead of --relay-threads', 1, 64),
    dataConnectionCount: {
      description: 'connections between two routers for tcp payload (auto, or 1 to 64)',
      check: (value) => (value === 'auto' || /^([1-9]|[1-5]\d|6[0-4])$/.test(value) ? null : 'wants auto, or 1 to 64'),
    },
    observer: choiceOption('observer of the tcpListener', observerNames),
    routerMode: choiceOption('mode of relay 1', routerModes),
    maxFrameSize: sizeOption('bytes of the largest AMQP frame between routers', 512, 1 << 24),
    maxSessionFrames: sizeOption('frames of the session window between routers', 2, 1 << 24),
  },
  extraPorts: 1,
  management: true,
  ownConfig: true,
  plan: (link) => {
    const config = `${link.role}.skrouterd.conf`;
    const process = {
      argv: [link.program.path, ...pythonArguments(link), '-c', `${link.folder}/${config}`],
      channel: false,
    };
    if (link.config !== null) {
      const management = link.config.uses.includes('management_port') ? managementPortOf(link) : null;
      // The adaptors of such a configuration are its own; most have one of tcp.
      const listener = /^\s*tcpListener\b/m.test(link.config.text) ? 'tcpListener' : 'httpListener';
      return {
        ...process,
        ...(management === null ? {} : { management }),
        files: [{ path: config, text: link.config.text }],
        ready: readiness(link, management, listener),
      };
    }
    const management = managementPortOf(link);
    const { entity, inForce } = adaptorOf(link);
    return {
      ...process,
      management,
      files: [{ path: config, text: configText(link) }],
      ready: readiness(link, management, `${entity}Listener`),
      inForce: link.index === 1 ? inForce : {},
    };
  },
  tls: {
    protocols: ['tcp', 'http1', 'http2'],
    refused: (line) => tlsWords.test(line) && /\((?:warning|error|critical)\)/.test(line),
  },
  // Sample: `2026-11-23 10:15:02.123456 +0000 ROUTER_CORE (warning) ... (file.c:12)`
  logLevel: (line) => {
    if (line.includes('FATAL ERROR')) return 'error';
    const level = /^\S+ \S+ \S+ \w+ \((\w+)\)/.exec(line)?.[1];
    return level === 'error' || level === 'critical' ? 'error' : level === 'warning' ? 'warning' : null;
  },
};

/**
 * Relay 1 is ready when the chain reaches the server, which is when its socket opens; its management tells that first. An
 * edge router is up as soon as its interior router is there: whether that reaches the server, and whether the server's
 * router finds the way back to the edge, is asked for beside it.
 */
function readiness(link: Link, management: number | null, listener: 'tcpListener' | 'httpListener'): Readiness[] {
  const listening: Readiness = { kind: 'listening', port: link.listenPort };
  const isLongEdge = link.options['routerMode'] === 'edge' && link.hops > 2;
  if (management === null) return link.index === 1 ? [{ ...listening, late: true }] : [listening];
  const managed: Readiness = { kind: 'listening', port: management };
  if (link.index === 1) {
    return [
      managed,
      { kind: 'router', managementPort: management, listener },
      listening,
      ...(isLongEdge ? [{ kind: 'reach' as const, managementPort: management, router: relayRole(link.hops) }] : []),
    ];
  }
  if (!isLongEdge || link.index !== 2) return [listening];
  return [listening, managed, { kind: 'address', managementPort: management, address: serviceAddress }];
}

function factsOf(
  executable: string,
  exists: (path: string) => boolean,
  textOf: (path: string) => string | null,
): Record<string, string> {
  const found = pythonFolder(executable, exists);
  const prefix = executable.split('/').slice(0, -2).join('/');
  const schema = schemaPaths(prefix, found['python']).find(exists);
  return { ...found, ...(schema === undefined ? {} : schemaFacts(textOf(schema))) };
}

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

import { usageError } from '../errors.js';
import { loopback } from '../model/address.js';
import { relayProgramNames, relayRole, roleTitle } from '../model/names.js';
import type { Scenario } from '../model/scenario.js';
import type { Warning } from '../model/summary.js';
import { relayOf } from '../relays/index.js';
import type { FilledConfig, Link } from '../relays/relay.js';

type Template = Scenario['deployment']['configs'][string];

/** The user's configuration that this relay is to run with; undefined where Flimflam writes one. */
export const templateFor = ({ deployment: { configs } }: Scenario, role: string): Template | undefined =>
  Object.hasOwn(configs, role) ? configs[role] : configs['all'];

/**
 * Refuses configurations of the user's own that nobody would read, and relay options that would do nothing beside them;
 * warns of options that hold for some relays of the chain only.
 */
export function checkRelayConfigs(scenario: Scenario): Warning[] {
  const { relay, hops, relayOptions, deployment } = scenario;
  const given = Object.keys(deployment.configs);
  if (given.length === 0) return [];
  requireTaker(relay);
  const roles = Array.from({ length: hops }, (_, index) => relayRole(index + 1));
  const stranger = given.find((role) => role !== 'all' && !roles.some((one) => one === role));
  if (stranger !== undefined) {
    throw usageError(
      'unknown-role',
      `--relay-config: there is no '${stranger}' in this chain`,
      `it has ${roles.join(', ')}`,
    );
  }
  const options = Object.keys(relayOptions);
  const others = roles.filter((role) => templateFor(scenario, role) === undefined);
  if (options.length === 0) return [];
  if (others.length === 0) {
    throw usageError(
      'option-without-effect',
      `the relay option ${options[0]} does nothing: every relay has a configuration of its own (--relay-config)`,
      'write it into that configuration',
    );
  }
  return [
    {
      code: 'partial-options',
      message: `relay options (${options.join(', ')}) hold for ${others.map(roleTitle).join(', ')} alone: the others have configurations of their own`,
      advice: 'write them into those configurations too',
    },
  ];
}

/** Throws a usage error where the user's own configuration gives a router no management that could be asked. */
export function requireManagement(scenario: Scenario, roles: readonly string[]): void {
  for (const role of roles) {
    const template = templateFor(scenario, role);
    if (template === undefined || placeholdersOf(template.text).includes('management_port')) continue;
    throw usageError(
      'no-management',
      `${roleTitle(role)} cannot be asked: --relay-config ${template.path} has no {{management_port}}`,
      'add a listener of role normal on that port, or name other relays by --target',
    );
  }
}

const placeholdersOf = (text: string): string[] =>
  [...text.matchAll(placeholder)].map(([, inner = '']) => inner.trim());

function requireTaker(relay: string): void {
  if (relay !== 'none' && relayOf(relay).ownConfig === true) return;
  const takers = relayProgramNames.filter((name) => relayOf(name).ownConfig === true);
  const what = relay === 'none' ? 'there is no relay in this chain' : `${relay} has no configuration file`;
  throw usageError('no-own-config', `--relay-config: ${what}`, `relays that have one: ${takers.join(', ')}`);
}

// Samples: `{{listen_port}}`, `{{ role }}`.
const placeholder = /\{\{([^{}\n]*)\}\}/g;

/** A link before its configuration is known. */
type Place = Omit<Link, 'config'>;

/** The user's configuration with the values of this place in the chain; throws a usage error that names the line. */
export function filledConfig({ path, text }: Template, place: Place): FilledConfig {
  const values = valuesOf(place);
  const used = new Set<string>();
  const filled = text.split('\n').map((line, at) =>
    line.replace(placeholder, (whole, inner: string) => {
      const name = inner.trim();
      const value = values.get(name);
      if (value === undefined) throw unknown(`--relay-config ${path}, line ${at + 1}`, whole, name, values);
      used.add(name);
      return value;
    }),
  );
  for (const [name, purpose] of needed) {
    if (used.has(name)) continue;
    throw usageError(
      'placeholder-missing',
      `--relay-config ${path}: {{${name}}} does not occur in it, the port ${purpose}`,
      `write {{${name}}} there: ports are chosen for each run`,
    );
  }
  return { text: filled.join('\n'), uses: [...used] };
}

/** Warns of a configuration of the user's own that knows nothing of the address by which two hosts find each other. */
export function addressWarnings({ path }: Template, { text }: FilledConfig, place: Place): Warning[] {
  const { role, listenHost, connectHost } = place;
  const ends = [
    ['listen_host', 'listen on', listenHost],
    ['connect_host', 'connect to', connectHost],
  ] as const;
  return ends.flatMap(([name, purpose, address]) =>
    address === loopback || text.split(/[^\d.]+/).includes(address)
      ? []
      : [
          {
            code: 'config-address',
            message: `${roleTitle(role)} is to ${purpose} ${address}, for the other end is on another host, and --relay-config ${path} does not name that`,
            advice: `write {{${name}}} where it has 127.0.0.1`,
          },
        ],
  );
}

const ofTls = new Set(['tls_ca', 'tls_cert', 'tls_key']);

const needed = [
  ['listen_port', 'on which the relay is to listen'],
  ['connect_port', 'to which it is to connect'],
] as const;

function valuesOf({ role, index, hops, tls, ...place }: Place): Map<string, string> {
  const files = tls.listen ?? tls.connect;
  const [management] = place.extraPorts;
  return new Map(
    Object.entries({
      listen_host: place.listenHost,
      listen_port: String(place.listenPort),
      connect_host: place.connectHost,
      connect_port: String(place.connectPort),
      ...(management === undefined ? {} : { management_port: String(management) }),
      role,
      index: String(index),
      hops: String(hops),
      previous: index === 1 ? 'client' : relayRole(index - 1),
      next: index === hops ? 'server' : relayRole(index + 1),
      protocol: place.protocol,
      threads: String(place.threads),
      jobs: String(place.jobs),
      folder: place.folder,
      ...(files === null ? {} : { tls_ca: files.authority, tls_cert: files.certificate, tls_key: files.key }),
    }),
  );
}

function unknown(where: string, whole: string, name: string, values: ReadonlyMap<string, string>): Error {
  const known = [...values.keys()].join(', ');
  return ofTls.has(name)
    ? usageError('unknown-placeholder', `${where}: ${whole} is known with --tls alone`, `without it: ${known}`)
    : usageError('unknown-placeholder', `${where}: there is no placeholder ${whole}`, `known: ${known}`);
}

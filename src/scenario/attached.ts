import { usageError } from '../errors.js';
import { parseAddress, type Address } from '../model/address.js';
import { relayRole, type Role } from '../model/names.js';
import type { AttachedRelay } from '../model/plan.js';
import type { Scenario } from '../model/scenario.js';
import { relayOf } from '../relays/index.js';

/** The longest chain that Flimflam starts itself; figures and pages know no more roles. */
const mostRelays = 8;

/** Of a relay of ours when nobody says otherwise. */
const usualThreads = 2;

/**
 * What is known of relays that run already is taken from nobody's options: as many of them as there are process ids
 * (none: nobody knows), threads unknown (0), and nothing pinned. Other scenarios stay as they are.
 */
export function withAttachedFacts(scenario: Scenario): Scenario {
  const { attached } = scenario.deployment;
  return attached === null ? scenario : { ...scenario, hops: attached.pids.length, relayThreads: 0, cpuLimit: 0 };
}

/** Throws a usage error for what cannot be meant together with relays that run already. */
export function requireAttached({ deployment, relay, relayOptions, cpus }: Scenario): void {
  const { attached, tls, certificates, quota, configs } = deployment;
  if (attached === null) return;
  if (relay === 'none') {
    throw usageError('attach-none', '--attach measures relays, and --relay none has none', 'name what they are');
  }
  const ofOurs: Record<string, boolean> = {
    '--relay-option (and --observer, --router-mode, --data-connections)': Object.keys(relayOptions).length > 0,
    '--relay-config': Object.keys(configs).length > 0,
    '--tls': tls !== 'none',
    '--tls-dir': certificates !== null,
    '--cpu-quota': quota !== null,
    '--cpus of a relay': Object.keys(cpus).some((role) => role.startsWith('relay')),
  };
  const option = Object.keys(ofOurs).find((name) => ofOurs[name]);
  if (option !== undefined) throw notOurs(option);
  if (attached.pids.length > mostRelays) {
    throw usageError(
      'attach-pids',
      `--attach-pids names ${attached.pids.length} relays, and ${mostRelays} are possible`,
    );
  }
  const twice = attached.pids.find((pid, at) => attached.pids.indexOf(pid) !== at);
  if (twice !== undefined) throw usageError('attach-pids', `--attach-pids names ${twice} twice`);
  if (attached.management !== null && relayOf(relay).management !== true) {
    throw usageError('attach-management', `${relay} has no AMQP management`, 'leave --attach-management out');
  }
  const { first, server } = addressesOf(attached);
  if (first.host === '0.0.0.0') {
    throw usageError('attach-address', `--attach ${attached.address} is no address to connect to`, 'say 127.0.0.1');
  }
  if (first.port === server.port && first.host === server.host) {
    throw usageError(
      'attach-same',
      `--attach and --attach-server are both ${attached.address}`,
      'the first is where the relays listen, the second where they connect to',
    );
  }
}

/** An option decides how a relay is started, and none is. */
export const notOurs = (option: string) =>
  usageError(
    'attach-option',
    `${option} decides how relays are started, and those of --attach run already`,
    'leave it out, or --attach',
  );

/** Where the client connects to, where our server listens, and where the first relay answers; null without --attach. */
export function attachedAddresses({ deployment: { attached } }: Pick<Scenario, 'deployment'>) {
  return attached === null ? null : addressesOf(attached);
}

function addressesOf({ address, server, management }: NonNullable<Scenario['deployment']['attached']>) {
  return {
    first: addressOf('--attach', address),
    server: addressOf('--attach-server', server),
    management: management === null ? null : addressOf('--attach-management', management),
  };
}

function addressOf(option: string, text: string): Address {
  const address = parseAddress(text);
  if (address !== null) return address;
  throw usageError('attach-address', `${option} ${text}: that is no IPv4 address and port`, 'such as 127.0.0.1:5001');
}

/** The relays that are looked at: none where nobody gave their process ids. */
export const attachedRelays = ({ deployment: { attached } }: Pick<Scenario, 'deployment'>): AttachedRelay[] =>
  (attached?.pids ?? []).map((pid, at) => ({ role: relayRole(at + 1), pid }));

/**
 * What makes a chain of ours of one that runs already, for a comparison with it: usual threads, free ports, no
 * configurations of the user's own; and plain links, since the relays of a ceiling speak no TLS.
 */
export const ownChain = ({ deployment, relayThreads }: Scenario): Pick<Scenario, 'deployment' | 'relayThreads'> => ({
  deployment: { ...deployment, attached: null, configs: {}, tls: 'none', certificates: null },
  relayThreads: relayThreads === 0 ? usualThreads : relayThreads,
});

/** The routers that can be asked: of those that run already only the first says where; null for a chain of ours. */
export function attachedRouters(target: string, { deployment: { attached } }: Scenario): Role[] | null {
  if (attached === null) return null;
  if (attached.management === null) {
    throw usageError(
      'attach-management',
      'skstat asks routers, and nobody said where those of --attach answer',
      'add --attach-management HOST:PORT',
    );
  }
  if (target === 'relays' || target === 'relay1') return ['relay1'];
  throw usageError('bad-target', `--target ${target}: --attach-management is of relay 1 only`, 'use relay1');
}

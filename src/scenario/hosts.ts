import { usageError } from '../errors.js';
import { relayRole, roleTitle, type Role } from '../model/names.js';
import { addressAsked, hostOf, isDistributed, thisMachine, type Placements } from '../model/placement.js';
import type { Scenario } from '../model/scenario.js';
import { definitionsOf } from './definitions.js';

/** The roles of a chain, nearest the client first. */
export const rolesOf = ({ hops }: Pick<Scenario, 'hops'>): Role[] => [
  'client',
  ...Array.from({ length: hops }, (_, at) => relayRole(at + 1)),
  'server',
];

type Placed = Pick<Scenario, 'hops' | 'deployment'>;

/** What runs on which host; hosts in the order of the chain, and on each of them the roles too. */
export function rolesByHost(scenario: Placed): Map<string, Role[]> {
  const byHost = new Map<string, Role[]>();
  for (const role of rolesOf(scenario)) {
    const host = hostOf(scenario.deployment.hosts, role);
    byHost.set(host, [...(byHost.get(host) ?? []), role]);
  }
  return byHost;
}

/** The placements of client and server alone: a chain without a relay has no use for others. */
export const placesOfEnds = (hosts: Placements): Record<string, Placements[string]> =>
  Object.fromEntries(Object.entries(hosts).filter(([role]) => role === 'client' || role === 'server'));

/** Throws a usage error for what cannot be placed so. */
export function requireHosts(scenario: Scenario): void {
  const { hosts } = scenario.deployment;
  const distributed = isDistributed(hosts);
  if (distributed) requireNothingOfHere(scenario);
  const roles = rolesOf(scenario);
  const stranger = Object.keys(hosts).find((role) => !roles.some((one) => one === role));
  if (stranger !== undefined) {
    throw usageError('unknown-role', `--hosts: there is no '${stranger}' in this chain`, `it has ${roles.join(', ')}`);
  }
  if (distributed) requireReach(roles, hosts);
}

/** Refuses what is possible on this machine alone. */
function requireNothingOfHere(scenario: Scenario): void {
  const { attached, quota } = scenario.deployment;
  if (attached !== null) {
    throw usageError(
      'hosts-attach',
      '--attach looks at relays on this machine, and --hosts places parts on others',
      'leave one of them out',
    );
  }
  if (quota !== null) {
    throw usageError(
      'hosts-quota',
      '--cpu-quota holds relays on this machine alone, and --hosts places parts on others',
      'leave --cpu-quota out, or hold the relays with --cpu-limit',
    );
  }
  const [own] = definitionsOf(scenario);
  if (own !== undefined) {
    throw usageError(
      'hosts-own',
      `${own.path} defines relays or workloads for this machine alone, and --hosts places parts on others`,
      'leave --hosts out, or use relays and workloads that come with Flimflam',
    );
  }
}

/** Refuses a loopback address where another host is to connect to it. */
function requireReach(roles: readonly Role[], hosts: Placements): void {
  for (const [at, role] of roles.entries()) {
    const from = roles[at - 1];
    const host = hostOf(hosts, role);
    if (from === undefined || hostOf(hosts, from) === host) continue;
    const address = addressAsked(hosts, host);
    if (address?.startsWith('127.') !== true) continue;
    const other = hostOf(hosts, from) === thisMachine ? 'this machine' : hostOf(hosts, from);
    throw usageError(
      'hosts-loopback',
      `--hosts: ${roleTitle(from)} on ${other} cannot reach ${roleTitle(role)} at ${host}/${address}, the loopback there`,
      `name its address on the data network: ${role}=${host}/ADDRESS`,
    );
  }
}

import { usageError } from '../errors.js';
import { loopback } from '../model/address.js';
import type { Tls } from '../model/deployment.js';
import { relayProgramNames, relayRole } from '../model/names.js';
import { hostOf, thisMachine } from '../model/placement.js';
import type { Scenario } from '../model/scenario.js';
import type { PlannedTls, TlsCopy, TlsFiles } from '../model/tls.js';
import { relayOf } from '../relays/index.js';
import { workloadOf } from '../workloads/index.js';
import { factsOf, type Facts } from './facts.js';
import { rolesByHost, rolesOf } from './hosts.js';

/** Folder of the certificates, in that of the run. */
const ofRun = 'tls';

/** Throws a usage error where a link that shall be encrypted cannot be. */
export function requireTls(scenario: Scenario): void {
  const { relay, protocol, hops, workload, load, deployment } = scenario;
  const { tls, certificates } = deployment;
  if (tls === 'none') {
    if (certificates === null) return;
    throw usageError(
      'tls-dir-without-tls',
      '--tls-dir names certificates, but no link is to be encrypted',
      'add --tls',
    );
  }
  if (relay === 'none') {
    throw usageError(
      'tls-no-relay',
      `--tls ${tls}: there is no relay in this chain, and so no link that could be encrypted`,
      "the workloads' servers speak no TLS",
    );
  }
  const speaks = relayOf(relay).tls?.protocols;
  if (speaks === undefined) {
    const others = relayProgramNames.filter((name) => relayOf(name).tls !== undefined);
    throw usageError('relay-without-tls', `${relay} speaks no TLS`, `relays that do: ${others.join(', ')}`);
  }
  if (!speaks.includes(protocol)) {
    throw usageError(
      'protocol-without-tls',
      `${relay} with TLS speaks ${speaks.join(', ')} here, not ${protocol}`,
      `use --protocol ${speaks[0]}`,
    );
  }
  if (tls !== 'client' && hops < 2) {
    throw usageError(
      'tls-no-link',
      `--tls ${tls} encrypts the links between relays, and a chain of one relay has none`,
      'use --hops 2 or more, or --tls client',
    );
  }
  if (tls !== 'inter' && workloadOf(workload).takes.tls !== true) {
    throw usageError(
      'client-without-tls',
      `the client of ${workload} speaks no TLS with a certificate of its own`,
      'use --tls inter, or one of the builtin workloads',
    );
  }
  if (tls !== 'inter' && load.light) {
    throw usageError('light-tls', '--light throws bytes away unread, which is not possible with what is encrypted');
  }
}

/** TLS of the chain of this scenario, with its files in the run's folders if they are the run's own; null without any. */
export function plannedTls(scenario: Scenario, facts: Facts): PlannedTls | null {
  const { tls, certificates } = scenario.deployment;
  if (tls === 'none') return null;
  const made = certificates === null ? `${factsOf(facts, thisMachine).folder}/${ofRun}` : null;
  const links = encryptedLinks(scenario, tls);
  const files: PlannedTls['files'] = {};
  const copies = new Map<string, TlsCopy>();
  for (const role of rolesOf(scenario).filter((one) => links.some(({ from, to }) => from === one || to === one))) {
    const host = hostOf(scenario.deployment.hosts, role);
    const here = made ?? certificates!;
    const names = namesFor(role, made === null);
    files[role] = filesIn(host === thisMachine ? here : `${factsOf(facts, host).folder}/${ofRun}`, names);
    if (host === thisMachine) continue;
    for (const name of Object.values(names)) {
      copies.set(`${host} ${name}`, { host, from: `${here}/${name}`, to: `${ofRun}/${name}` });
    }
  }
  const addresses = [...rolesByHost(scenario).keys()].map((host) => factsOf(facts, host).address);
  return {
    made,
    addresses: [...new Set(addresses)].filter((address) => address !== loopback),
    files,
    copies: [...copies.values()],
    links,
  };
}

function encryptedLinks(scenario: Scenario, tls: Tls): PlannedTls['links'] {
  const relays = rolesOf(scenario).slice(1, -1);
  const between = relays.slice(1).map((to, at) => ({ from: relayRole(at + 1), to }));
  return [...(tls === 'inter' ? [] : [{ from: 'client', to: relayRole(1) }]), ...(tls === 'client' ? [] : between)];
}

/** Of the user's own files all have the same; of those that are made, the relays have one, and the client another. */
function namesFor(role: string, areUsers: boolean): TlsFiles {
  const name = areUsers ? 'tls' : role === 'client' ? 'client' : 'relay';
  return { authority: 'ca.crt', certificate: `${name}.crt`, key: `${name}.key` };
}

const filesIn = (folder: string, { authority, certificate, key }: TlsFiles): TlsFiles => ({
  authority: `${folder}/${authority}`,
  certificate: `${folder}/${certificate}`,
  key: `${folder}/${key}`,
});

/** The TLS of one part's two sides; null for a side that stays plain. */
export function tlsOf(role: string, tls: PlannedTls | null): { listen: TlsFiles | null; connect: TlsFiles | null } {
  const files = (end: 'from' | 'to'): TlsFiles | null =>
    tls !== null && tls.links.some((link) => link[end] === role) ? tls.files[role]! : null;
  return { listen: files('to'), connect: files('from') };
}

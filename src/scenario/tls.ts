import { usageError } from '../errors.js';
import { relayProgramNames, relayRole } from '../model/names.js';
import type { Scenario } from '../model/scenario.js';
import type { PlannedTls, TlsFiles } from '../model/tls.js';
import { relayOf } from '../relays/index.js';
import { workloadOf } from '../workloads/index.js';

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

/** TLS of the chain of this scenario, with its files in the run folder if they are the run's own; null without any. */
export function plannedTls({ deployment, hops }: Scenario, folder: string): PlannedTls | null {
  const { tls, certificates } = deployment;
  if (tls === 'none') return null;
  const made = `${folder}/tls`;
  const own = (name: string): TlsFiles => ({
    authority: `${made}/ca.crt`,
    certificate: `${made}/${name}.crt`,
    key: `${made}/${name}.key`,
  });
  const users = {
    authority: `${certificates}/ca.crt`,
    certificate: `${certificates}/tls.crt`,
    key: `${certificates}/tls.key`,
  };
  const between = Array.from({ length: Math.max(0, hops - 1) }, (_, at) => ({
    from: relayRole(at + 1),
    to: relayRole(at + 2),
  }));
  return {
    made: certificates === null ? made : null,
    relay: certificates === null ? own('relay') : users,
    client: certificates === null ? own('client') : users,
    links: [...(tls === 'inter' ? [] : [{ from: 'client', to: relayRole(1) }]), ...(tls === 'client' ? [] : between)],
  };
}

/** The TLS of one relay's two sides; null for a side that stays plain. */
export function tlsOf(role: string, tls: PlannedTls | null): { listen: TlsFiles | null; connect: TlsFiles | null } {
  const has = (end: 'from' | 'to'): boolean => tls?.links.some((link) => link[end] === role) ?? false;
  return { listen: has('to') ? tls!.relay : null, connect: has('from') ? tls!.relay : null };
}

import { readEphemeralPorts, readLimits } from '../../host/machine.js';
import { thisMachine } from '../../model/placement.js';
import type { Scenario } from '../../model/scenario.js';
import type { Warning } from '../../model/summary.js';
import { rolesByHost } from '../../scenario/hosts.js';
import { requireClientTls } from '../client-tls.js';
import type { RunPrograms } from '../programs.js';
import { checkAttached } from './chain/attached-checks.js';
import { requireCertificates } from './chain/certificates.js';
import { requireQuota } from './chain/quota.js';
import { requireDescriptors } from './descriptors.js';
import { requireLocalPorts } from './local-ports.js';

type Variables = Readonly<Record<string, string | undefined>>;

/** What a plan needs to be there: certificates, a client that speaks TLS, relays that run already. */
export async function requireParts(
  scenario: Scenario,
  programs: RunPrograms,
  environment: Variables,
): Promise<Warning[]> {
  requireCertificates(scenario, environment);
  await requireClientTls(scenario, programs);
  return checkAttached(scenario);
}

/** What this machine must permit before anything is written or started, if it runs a part; others are asked with their facts. */
export function requirePermissions(scenario: Scenario, environment: Variables): void {
  requireQuota(scenario, environment);
  if (rolesByHost(scenario).has(thisMachine)) requireRoom(scenario, readLimits(), readEphemeralPorts());
}

/** Open files and local ports for all connections, on this machine or on the one that is named. */
export function requireRoom(
  scenario: Scenario,
  limits: ReturnType<typeof readLimits>,
  ports: ReturnType<typeof readEphemeralPorts>,
  on: string | null = null,
): void {
  requireDescriptors(scenario, limits, on);
  requireLocalPorts(scenario, ports, on);
}

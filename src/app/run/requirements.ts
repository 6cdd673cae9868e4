import { readEphemeralPorts, readLimits } from '../../host/machine.js';
import type { Scenario } from '../../model/scenario.js';
import type { Warning } from '../../model/summary.js';
import { requireClientTls } from '../client-tls.js';
import type { RunPrograms } from '../programs.js';
import { checkAttached } from './chain/attached-checks.js';
import { requireCertificates } from './chain/certificates.js';
import { requireQuota } from './chain/quota.js';
import { requireDescriptors } from './descriptors.js';
import { requireLocalPorts } from './local-ports.js';

type Variables = Readonly<Record<string, string | undefined>>;

/** What a plan needs to be there: certificates, a client that speaks TLS, relays that run already. */
export function requireParts(scenario: Scenario, programs: RunPrograms, environment: Variables): Promise<Warning[]> {
  requireCertificates(scenario, environment);
  requireClientTls(scenario, programs);
  return checkAttached(scenario);
}

/** What this machine must permit before anything is written or started. */
export function requirePermissions(scenario: Scenario, environment: Variables): void {
  requireDescriptors(scenario, readLimits());
  requireLocalPorts(scenario, readEphemeralPorts());
  requireQuota(scenario, environment);
}

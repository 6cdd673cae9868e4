import { loopback, parseAddress, type Address } from '../../../model/address.js';
import type { Role } from '../../../model/names.js';
import { thisMachine } from '../../../model/placement.js';
import { relaysOf, type Plan } from '../../../model/plan.js';

/** Where a relay answers AMQP management. */
export interface ManagementPlace extends Address {
  role: Role;
  /** The host on whose loopback that is, or from which it is reached. */
  on: string;
}

/** The relays of a plan that can be asked, nearest the client first. */
export function managementPlaces(plan: Plan): ManagementPlace[] {
  const { attached } = plan.scenario.deployment;
  if (attached !== null) {
    const address = attached.management === null ? null : parseAddress(attached.management);
    return address === null ? [] : [{ role: 'relay1', on: thisMachine, ...address }];
  }
  return relaysOf(plan).flatMap(({ role, on, management }) =>
    management === null ? [] : [{ role, on, host: loopback, port: management }],
  );
}

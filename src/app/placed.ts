import { hostOf, thisMachine } from '../model/placement.js';
import type { Scenario } from '../model/scenario.js';

type Placed = Pick<Scenario, 'hops' | 'deployment'>;

/** Names of the machines on which the relays of a scenario run, nearest the client first; none without relays. */
export function relayHosts({ hops, deployment: { hosts } }: Placed): string[] {
  return [...new Set(Array.from({ length: hops }, (_, at) => hostOf(hosts, `relay${at + 1}`)))];
}

/** Names of the machines that a scenario needs beside this one, nearest the client first. */
export function otherMachines(scenario: Placed): string[] {
  const ends = (role: string): string => hostOf(scenario.deployment.hosts, role);
  const all = new Set([ends('client'), ...relayHosts(scenario), ends('server')]);
  return [...all].filter((name) => name !== thisMachine);
}

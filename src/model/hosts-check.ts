import type { Finding } from './check.js';
import type { HostResult } from './hosts.js';

/** What `flimflam check --hosts` found out about the machines on which the parts of a chain are to run. */
export interface HostsReport {
  /** In the order of the chain. */
  hosts: HostReport[];
  /** From every host that was reached to every other one. */
  ways: Way[];
  /** Whether every host is reached, has what is required, and reaches those that its roles connect to. */
  ok: boolean;
}

export interface HostReport {
  /** As ssh understands it; localhost: the machine on which Flimflam runs. */
  name: string;
  roles: string[];
  /** Why it cannot be used, in the words of ssh or of the host; null when it can. Then all that follows is known. */
  fault: { message: string; remedy: string | null } | null;
  /** IPv4 address of the data network. */
  address: string | null;
  /** Seconds: the shortest of some; null for this machine. */
  round_trip: number | null;
  /** Seconds: how far off the offset between its clock and ours can be. */
  clock_uncertainty: number | null;
  machine: HostResult['environment'];
  temporary: { folder: string; free: number | null } | null;
  findings: Finding[];
}

/** Whether one host reaches another on the data network, as found out with a connection that carries nothing. */
export interface Way {
  from: string;
  to: string;
  address: string;
  /** Whether something on the one connects to something on the other. */
  needed: boolean;
  /** The kernel's words where it does not; null where it does. */
  why: string | null;
}

import type { End, Role } from './names.js';
import type { Scenario } from './scenario.js';

/** How it is known, without touching it, that a process is ready. */
export type Readiness =
  /** The kernel lists a LISTEN socket on this port of 127.0.0.1. */
  | { kind: 'listening'; port: number }
  /** The router says over AMQP that its tcpListener is up, i.e. that the chain reaches the server. */
  | { kind: 'router'; managementPort: number }
  /** The process prints a line that begins so. */
  | { kind: 'line'; prefix: string };

export interface PlannedFile {
  /** Path relative to the run folder. */
  path: string;
  text: string;
}

/** One process of a run, complete enough to be started. */
export interface PlannedProcess {
  role: Role;
  /** Unique in the run, and the stem of its files: `relay1`, `client`, `sockets`. */
  name: string;
  /** argv[0] is an absolute path. */
  argv: string[];
  /** Whether stdin and stdout are connected to Flimflam (else the log takes stdout, and stdin is empty). */
  channel: boolean;
  /** Logical CPUs; null pins nothing. */
  cpus: number[] | null;
  files: PlannedFile[];
  ready: Readiness[];
  /** Ports on 127.0.0.1 that it listens on. */
  listens: number[];
}

/** A scenario made concrete: what is started, where, with which texts. Pure data. */
export interface Plan {
  scenario: Scenario;
  /** Absolute path of the run folder. */
  folder: string;
  /** Where the bytes of the result arrive, and are counted by the kernel too: connections to a port, and an end of them. */
  counted: { port: number; end: End }[];
  ports: Record<string, number[]>;
  /** The one environment of every process. */
  environment: Record<string, string>;
  /** In order of start: server, relay N ... relay 1, client. */
  processes: PlannedProcess[];
}

/** The processes of the plan that stand in the chain, nearest the client first. */
export function relaysOf(plan: Plan): PlannedProcess[] {
  return plan.processes
    .filter((process) => process.role.startsWith('relay'))
    .sort((a, b) => a.role.localeCompare(b.role, 'en', { numeric: true }));
}

import { loopback, type Address } from './address.js';
import type { End, Role } from './names.js';
import { thisMachine } from './placement.js';
import type { Scenario } from './scenario.js';
import type { PlannedTls } from './tls.js';

/** How it is known, without touching it, that a process is ready. */
export type Readiness =
  /** The kernel of its host lists a LISTEN socket on this port, see `addressOfPort`; `late`: it opens when the chain reaches the server. */
  | { kind: 'listening'; port: number; late?: true }
  /** The router says over AMQP that its listener of this type is up, i.e. that the chain reaches the server. */
  | { kind: 'router'; managementPort: number; listener: 'tcpListener' | 'httpListener' }
  /** The router says that somebody takes what is sent to this address. */
  | { kind: 'address'; managementPort: number; address: string }
  /** Another router of the chain, by its id, answers through this one. */
  | { kind: 'reach'; managementPort: number; router: string }
  /** The process prints a line that begins so. */
  | { kind: 'line'; prefix: string; patienceMs?: number };

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
  /** Name of the host on which it runs. */
  on: string;
  /** argv[0] is an absolute path. */
  argv: string[];
  /** Whether stdin and stdout are connected to Flimflam (else the log takes stdout, and stdin is empty). */
  channel: boolean;
  /** Logical CPUs; null pins nothing. */
  cpus: number[] | null;
  /** CPUs that the kernel lets it use; null: no limit. */
  quota: number | null;
  files: PlannedFile[];
  ready: Readiness[];
  /** Ports that it listens on, on 127.0.0.1 of its host where nothing else is said; `host` is the address of the first of them. */
  listens: number[];
  host?: string;
  /** The one of them that answers AMQP management; null where nobody can be asked. */
  management: number | null;
  /** Settings that hold though nobody may have asked for them, by name. */
  inForce: Record<string, string>;
}

/** A scenario made concrete: what is started, where, with which texts. Pure data. */
export interface Plan {
  scenario: Scenario;
  /** Absolute path of the run folder. */
  folder: string;
  /** Where the bytes of the result arrive, and are counted by the kernel too: connections to an address, and an end of them. */
  counted: { address: Address; end: End; on: string }[];
  ports: Record<string, number[]>;
  /** Null without TLS links. */
  tls: PlannedTls | null;
  /** Of every process on this machine. */
  environment: Record<string, string>;
  /** Every machine that has a part, by name; this one always. */
  hosts: Record<string, PlannedHost>;
  /** In order of start: server, relay N ... relay 1, client. */
  processes: PlannedProcess[];
  /** Relays that run already and are only looked at, nearest the client first. */
  attached: AttachedRelay[];
}

/** What a run has of a machine. */
export interface PlannedHost {
  /** IPv4 address at which the others reach it. */
  address: string;
  /** Absolute path there; of this machine it is the run folder. */
  folder: string;
  /** Of every process there. */
  environment: Record<string, string>;
  /** What runs there, nearest the client first; nothing on a machine that only drives the others. */
  roles: Role[];
}

/** Where a process listens with this port: those beside the first are its own, on the loopback of its host. */
export const addressOfPort = ({ host, listens }: Pick<PlannedProcess, 'host' | 'listens'>, port: number): Address => ({
  host: port === listens[0] ? (host ?? loopback) : loopback,
  port,
});

/** The machine of a process. */
export function hostOfProcess({ hosts }: Pick<Plan, 'hosts'>, { on }: Pick<PlannedProcess, 'on'>): PlannedHost {
  const host = hosts[on];
  if (host === undefined) throw new Error(`the plan knows no host ${on}`);
  return host;
}

/** The machines of a plan other than this one, by name. */
export const otherHosts = ({ hosts }: Pick<Plan, 'hosts'>): string[] =>
  Object.keys(hosts).filter((name) => name !== thisMachine);

/** A relay that somebody else started, by the process from which all of its own come. */
export interface AttachedRelay {
  role: Role;
  pid: number;
}

/** Whether every relay is a process that is looked at, ours or one that runs already. */
export const areRelaysKnown = ({ scenario, attached }: Plan): boolean =>
  scenario.deployment.attached === null || attached.length > 0;

/** The processes of the plan that stand in the chain, nearest the client first. */
export function relaysOf(plan: Plan): PlannedProcess[] {
  return plan.processes
    .filter((process) => process.role.startsWith('relay'))
    .sort((a, b) => a.role.localeCompare(b.role, 'en', { numeric: true }));
}

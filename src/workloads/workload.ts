import type { DefinitionFile } from '../model/definition.js';
import type { Load, RateUnit } from '../model/load.js';
import type { End, Protocol, WorkloadName } from '../model/names.js';
import type { PlannedFile, Readiness } from '../model/plan.js';
import type { InstalledProgram, ProgramSpec } from '../model/program.js';
import type { Scenario } from '../model/scenario.js';
import type { TlsFiles } from '../model/tls.js';
import type { Failures, OpenLoop } from '../model/results.js';
import type { Latency } from '../stats/latency.js';

/** What a workload needs to know to plan its two ends. */
export interface Ends {
  scenario: Scenario;
  /** IPv4 address and port that the server listens on: 127.0.0.1, unless who connects runs already or on another host. */
  serverHost: string;
  serverPort: number;
  /** IPv4 address and port that the client connects to. */
  clientHost: string;
  clientPort: number;
  /** Threads that each end may use; this and the rest are as on the host of the end that is asked for. */
  threads: number;
  /** Absolute path of the run's folder there. */
  folder: string;
  programs: { client: InstalledProgram; server: InstalledProgram };
  /** For the client, where it speaks TLS to relay 1; null where it speaks plain. */
  tls: TlsFiles | null;
  asRoot: boolean;
}

export interface EndProcess {
  argv: string[];
  files: PlannedFile[];
  channel: boolean;
  ready: Readiness[];
}

/** How the window comes about. */
export type WindowRule =
  /** Flimflam decides: it announces both marks to the client, which reads its counters there. */
  | { kind: 'announced' }
  /** The client keeps its own time: its flushed lines are the marks, and perhaps tell how it goes on. */
  | {
      kind: 'own';
      mark: (line: string, scenario: Scenario) => 'begin' | 'end' | null;
      interval?: (line: string) => Interval | null;
    };

/** What one connection moved in a stretch of time, as its client tells when that is over. */
export interface Interval {
  /** The same in the lines of all connections of a stretch, another one in those of the next. */
  stretch: string;
  seconds: number;
  bytes: number;
}

/** What the workload printed and wrote. */
export interface WorkloadOutputs {
  scenario: Scenario;
  clientOutput: string;
  serverOutput: string;
  /** Reads a file that the workload wrote in the run folder; null if it is not there. */
  readFile: (path: string) => string | null;
}

/** A histogram that a client writes as text, see docs/decisions/0014. */
export interface HistogramFile {
  /** What it is of, where there are several. */
  tag: string | null;
  file: string;
}

/** What a workload counted in the window. */
export interface WorkloadResult {
  /** Payload bytes, see `bit`. */
  bytes: number;
  /** Seconds over which it counted. */
  seconds: number;
  operations: number | null;
  /** Of an open loop from the time at which a request was due. */
  latency: Latency | null;
  /** How an open loop kept its schedule. */
  openLoop?: OpenLoop;
  /** Of connecting alone, and why connections failed, where each operation has its own. */
  connect?: Latency | null;
  failures?: Failures;
  /** Bytes that each connection received, in each direction that counts, where that is known. */
  shares?: readonly number[];
  /** Bytes per second of the streams beside the requests. */
  background?: { bytes: number; seconds: number } | null;
  /** What went wrong although the programs ended well, such as requests that failed. */
  failure: string | null;
}

/** The load options that a workload takes; those that it does not name are refused. */
export interface TakenLoad {
  direction?: true;
  /** One size for all messages, or one for requests and one for responses. */
  messageSize?: 'one' | 'pair';
  /** What its rate counts. */
  rate?: RateUnit;
  verify?: true;
  light?: true;
  readerRate?: true;
  active?: true;
  background?: true;
  halfClose?: true;
  /** Whether its client can speak mutual TLS to relay 1. */
  tls?: true;
}

/** A client and a server. Everything here is pure. */
export interface Workload {
  name: WorkloadName;
  description: string;
  /** Protocols that the relays between its ends may speak. */
  protocols: readonly Protocol[];
  programs: { client: ProgramSpec; server: ProgramSpec };
  /** What exactly one bit (and one operation) of the result is. */
  bit: (load: Load) => string;
  operation: (load: Load) => string | null;
  /** The ends at which the bytes of the result arrive, where the kernel counts them too. */
  receivers: (load: Load) => readonly End[];
  /** Largest share by which the kernel may have counted more, because it sees headers that are not payload. */
  kernelOverhead: number;
  /** Connections come and go, and the kernel's counters with them, so that bytes cannot be checked against those. */
  shortConnections?: true;
  /** Connections that its client has open for so many jobs. */
  connections: (jobs: number) => number;
  /** The most jobs that its client can do; null: as many as file descriptors allow. */
  maxJobs: number | null;
  takes: TakenLoad;
  /** Whether its client counts in whole seconds only, and shows the begin of its window by the end of one. */
  wholeSeconds: boolean;
  window: WindowRule;
  /** Text histograms that its client writes in the run folder. */
  histograms?: (scenario: Scenario) => readonly HistogramFile[];
  plan: (ends: Ends) => { server: EndProcess; client: EndProcess };
  /** Reads the outputs; throws an ExpectedError when they do not make sense. */
  result: (outputs: WorkloadOutputs) => WorkloadResult;
  /** The user's file that defines it; ours have none. */
  definedIn?: DefinitionFile;
}

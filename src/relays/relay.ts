import type { Protocol, RelayName } from '../model/names.js';
import type { PlannedFile, Readiness } from '../model/plan.js';
import type { InstalledProgram, ProgramSpec } from '../model/program.js';

/** The place of one relay in its chain, as a relay needs to know it to write its configuration. */
export interface Link {
  /** `relay1`, `relay2`, ...; relay 1 is nearest the client. */
  role: string;
  /** 1 ... hops. */
  index: number;
  hops: number;
  protocol: Protocol;
  /** Port on 127.0.0.1 to listen on. */
  listenPort: number;
  /** Port on 127.0.0.1 to connect to: the next relay, or the server. */
  connectPort: number;
  /** Ports for the relay's own purposes, `extraPorts` of them. */
  extraPorts: number[];
  threads: number;
  /** Connections that will come from the client. */
  jobs: number;
  options: Readonly<Record<string, string>>;
  /** Absolute path of the run folder. */
  folder: string;
  /** What is known of the installed program. */
  program: InstalledProgram;
  /** Whether the relay will run as root. */
  asRoot: boolean;
}

export interface RelayProcess {
  argv: string[];
  files: PlannedFile[];
  ready: Readiness[];
  channel: boolean;
}

export interface RelayOption {
  description: string;
  /** Returns what is wrong with the value, or null. */
  check: (value: string) => string | null;
}

/** A program that stands between client and server. Everything here is pure. */
export interface Relay {
  name: RelayName;
  /** One line for help and `check`. */
  description: string;
  protocols: readonly Protocol[];
  program: ProgramSpec;
  options: Readonly<Record<string, RelayOption>>;
  /** How many ports a relay needs beside the one it listens on. */
  extraPorts: number;
  /** Whether the first of these answers AMQP management, as skrouterd does. */
  management?: true;
  plan: (link: Link) => RelayProcess;
  /** What kind of trouble a line of its log tells of, if any. */
  logLevel: (line: string) => 'error' | 'warning' | null;
}

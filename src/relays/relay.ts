import type { DefinitionFile } from '../model/definition.js';
import type { Protocol, RelayName } from '../model/names.js';
import type { PlannedFile, Readiness } from '../model/plan.js';
import type { InstalledProgram, ProgramSpec } from '../model/program.js';
import type { TlsFiles } from '../model/tls.js';

/** The place of one relay in its chain, as a relay needs to know it to write its configuration. */
export interface Link {
  /** `relay1`, `relay2`, ...; relay 1 is nearest the client. */
  role: string;
  /** 1 ... hops. */
  index: number;
  hops: number;
  protocol: Protocol;
  /** IPv4 address to listen on: 127.0.0.1, unless who connects is on another host. */
  listenHost: string;
  listenPort: number;
  /** IPv4 address and port to connect to: those of the next relay, or of the server. */
  connectHost: string;
  connectPort: number;
  /** Ports on 127.0.0.1 for the relay's own purposes, `extraPorts` of them. */
  extraPorts: number[];
  /** Files for mutual TLS with who connects, and with whom it connects to; null for a side that is plain. */
  tls: { listen: TlsFiles | null; connect: TlsFiles | null };
  threads: number;
  /** Connections that will come from the client. */
  jobs: number;
  options: Readonly<Record<string, string>>;
  /** The user's own configuration; null: the relay writes one. */
  config: FilledConfig | null;
  /** Absolute path of the run's folder on the host of this relay. */
  folder: string;
  /** What is known of the installed program. */
  program: InstalledProgram;
  /** Whether the relay will run as root. */
  asRoot: boolean;
}

/** A configuration of the user's own with its placeholders filled in. */
export interface FilledConfig {
  text: string;
  /** Names of the placeholders that occurred in it, such as `management_port`. */
  uses: readonly string[];
}

export interface RelayProcess {
  argv: string[];
  files: PlannedFile[];
  ready: Readiness[];
  channel: boolean;
  /** Port that answers AMQP management, if one does. */
  management?: number;
  /** Settings that hold though nobody may have asked for them, by name, such as `observer: none`; for the record. */
  inForce?: Record<string, string>;
}

export interface RelayOption {
  description: string;
  /** Returns what is wrong with the value, or null. */
  check: (value: string) => string | null;
}

/** What is known of the TLS of a relay. */
export interface RelayTls {
  /** Protocols that its configuration here can encrypt. */
  protocols: readonly Protocol[];
  /** Whether a line of its log tells that a connection failed for its certificates or TLS. */
  refused: (line: string) => boolean;
  /** The file of the run folder in which it tells of its connections; left out by routers, which are asked over AMQP. */
  told?: {
    file: (role: string) => string;
    /** What a line there tells of one connection, if it is about TLS. */
    read: (line: string) => TlsTold | null;
  };
}

/** One TLS connection as the relay that accepted it tells. */
export interface TlsTold {
  /** Differs between two connections; the same in several lines about one. */
  connection: string;
  protocol: string;
  cipher: string;
  /** Whether it verified the certificate of who connected. */
  mutual: boolean;
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
  /** Whether it runs with a configuration of the user's own: then its plan takes `Link.config`. */
  ownConfig?: true;
  /** Whether the first of these answers AMQP management, as skrouterd does. */
  management?: true;
  plan: (link: Link) => RelayProcess;
  /** Left out by relays that speak no TLS. */
  tls?: RelayTls;
  /** What kind of trouble a line of its log tells of, if any. */
  logLevel: (line: string) => 'error' | 'warning' | null;
  /** The user's file that defines it; ours have none. */
  definedIn?: DefinitionFile;
}

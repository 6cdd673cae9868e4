import type { InstalledProgram } from '../model/program.js';
import { thisMachine } from '../model/placement.js';
import type { Topology } from '../model/topology.js';

/** What a plan is made of beside the scenario: facts about every machine that has a part, found out beforehand. */
export interface Facts {
  /** By name; this machine always, whether or not something runs on it. */
  hosts: Readonly<Record<string, HostFacts>>;
}

/** Facts about one machine. */
export interface HostFacts {
  /** IPv4 address at which the other hosts reach it; the loopback where there are no others. */
  address: string;
  /** Absolute path there of the run's folder; of this machine it is the run folder. */
  folder: string;
  /** Free at its loopback and at its address, at least as many as `portsNeeded` says for it. */
  ports: readonly number[];
  /** As they are there; null for what it does not run. */
  programs: Readonly<Record<ProgramOf, InstalledProgram | null>>;
  topology: Topology;
  /** Of every process there. */
  environment: Readonly<Record<string, string>>;
  asRoot: boolean;
}

/** Whose program it is; all relays on a host have the same. */
export type ProgramOf = 'client' | 'server' | 'relay';

/** The facts about a machine; that a name is not known is a bug of the caller. */
export function factsOf({ hosts }: Facts, name: string): HostFacts {
  const facts = Object.hasOwn(hosts, name) ? hosts[name] : undefined;
  if (facts === undefined) throw new Error(`no facts are known of ${name === thisMachine ? 'this machine' : name}`);
  return facts;
}

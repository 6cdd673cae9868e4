import { ExpectedError } from '../errors.js';
import { readDistribution } from '../host/machine.js';
import { installLine, packageManager } from '../host/packages.js';
import { findProgram, isExecutable } from '../host/programs.js';
import { relayProgramNames, type RelayName } from '../model/names.js';
import { thisMachine } from '../model/placement.js';
import { nativeProgram, type InstalledProgram, type ProgramSpec } from '../model/program.js';
import type { Scenario } from '../model/scenario.js';
import { relayOf } from '../relays/index.js';
import { workloadOf } from '../workloads/index.js';

export interface KnownProgram {
  spec: ProgramSpec;
  program: InstalledProgram;
  /** The host on which it is. */
  on: string;
}

export interface KnownPrograms {
  relay: KnownProgram | null;
  client: KnownProgram;
  server: KnownProgram;
}

/** The installed programs of a scenario: found, and with the words to describe them. */
export interface RunPrograms {
  client: InstalledProgram;
  server: InstalledProgram;
  relay: InstalledProgram | null;
  described: KnownPrograms;
}

type Variables = Readonly<Record<string, string | undefined>>;

const installed = (spec: ProgramSpec, environment: Variables = process.env): InstalledProgram | null =>
  findProgram(spec, environment['PATH'] ?? '', environment);

/** The line that installs a program on this distribution. */
export function installLineHere(spec: ProgramSpec): string {
  return installLine(spec, packageManager(readDistribution()));
}

/** Every relay program that is installed here, our own included. */
export function installedRelays(): string[] {
  return relayProgramNames.filter((name) => installed(relayOf(name).program) !== null);
}

type ProgramsNeeded = Pick<Scenario, 'workload' | 'relay'> & Partial<Pick<Scenario, 'deployment'>>;

/**
 * Finds the programs of a scenario in the PATH of this environment, but for a relay that is known already; throws an
 * error that names the first that is missing and how to get it.
 */
export function programsOf(
  { workload, relay, deployment }: ProgramsNeeded,
  environment: Variables = process.env,
  known: InstalledProgram | null = null,
): RunPrograms {
  const specs = workloadOf(workload).programs;
  // Relays that run already are not looked for.
  const ownRelay = (deployment?.attached ?? null) === null ? relay : 'none';
  const relaySpec = ownRelay === 'none' ? null : relayOf(ownRelay).program;
  const relayProgram = known === null ? relayProgramOf(ownRelay, environment) : stillThere(known);
  const client = installed(specs.client, environment);
  if (client === null) throw missing(specs.client);
  const server = installed(specs.server, environment);
  if (server === null) throw missing(specs.server);
  return {
    client,
    server,
    relay: relayProgram,
    described: {
      relay:
        relaySpec === null || relayProgram === null
          ? null
          : { spec: relaySpec, program: relayProgram, on: thisMachine },
      client: { spec: specs.client, program: client, on: thisMachine },
      server: { spec: specs.server, program: server, on: thisMachine },
    },
  };
}

/** Finds the program of a relay in the PATH of this environment; null for `none`, throws if it is missing. */
export function relayProgramOf(relay: RelayName, environment: Variables = process.env): InstalledProgram | null {
  if (relay === 'none') return null;
  const spec = relayOf(relay).program;
  const program = installed(spec, environment);
  if (program !== null) return program;
  throw missing(spec, `installed relays: ${[...installedRelays(), 'none'].join(', ')} (--relay NAME)`);
}

function stillThere(program: InstalledProgram): InstalledProgram {
  if (isExecutable(program.path)) return program;
  throw new ExpectedError('missing-program', `${program.path} is no executable file, or not any more`);
}

/** A program that is needed beside those of a scenario; throws when it is not there. */
export function requireProgram(spec: ProgramSpec, environment: Variables): InstalledProgram {
  const program = installed(spec, environment);
  if (program === null) throw missing(spec);
  return program;
}

/** Absolute path of one of our own programs; throws when it was not built. */
export function nativePath(executable: string): string {
  const spec = nativeProgram(executable);
  const program = installed(spec);
  if (program === null) throw missing(spec);
  return program.path;
}

function missing(spec: ProgramSpec, more: string | null = null): ExpectedError {
  const where = spec.native === true ? 'was not built' : 'is not on PATH (nor in an sbin folder)';
  return new ExpectedError(
    'missing-program',
    `${spec.executable} ${where}`,
    [installLineHere(spec), more].filter((part) => part !== null).join('; '),
  );
}

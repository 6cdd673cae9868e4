import { delimiter, isAbsolute } from 'node:path';
import type { Host } from '../host/host.js';
import { mappedBinaries } from '../host/libraries.js';
import { readMachine } from '../host/machine.js';
import { factsOf, firstExecutable, placesOf, versionIn, type Version } from '../host/programs.js';
import { outputOfRan } from '../host/run-to-end.js';
import type { HostResult } from '../model/hosts.js';
import { thisMachine } from '../model/placement.js';
import type { InstalledProgram, ProgramSpec } from '../model/program.js';
import type { Binary } from '../model/summary.js';

type Variables = Readonly<Record<string, string>>;

/** Milliseconds for a program to print something about itself, on a machine that may be busy or far away. */
const patience = 10_000;

/** Looks a program up on a host, in the PATH of this environment and then in sbin; null if it is not there. */
export async function programOn(
  host: Host,
  spec: ProgramSpec,
  environment: Variables,
): Promise<InstalledProgram | null> {
  const folders = (environment['PATH'] ?? '').split(delimiter);
  // What is relative is meant from the folder in which Flimflam was started, and leads nowhere elsewhere.
  const usable = host.name === thisMachine ? folders : folders.filter(isAbsolute);
  const places = spec.native === true ? [host.native(spec.executable)] : placesOf(spec.executable, usable);
  const path = await host.look((files) => firstExecutable(places, files));
  return path === null ? null : programAtOn(host, spec, path, environment);
}

/** The program at this absolute path of a host, with its facts. */
export async function programAtOn(
  host: Host,
  spec: ProgramSpec,
  path: string,
  environment: Variables,
): Promise<InstalledProgram> {
  const words = spec.facts?.arguments ?? null;
  const output =
    words === null ? '' : outputOfRan(await host.run([path, ...words], { environment, timeout: patience })).text;
  return { path, facts: await host.look((files) => factsOf(spec, path, output, files)) };
}

/** The version that a program on a host prints of itself, and what went wrong with it. */
export async function tryVersionOn(
  host: Host,
  spec: ProgramSpec,
  path: string,
  environment: Variables,
): Promise<Version> {
  if (spec.version === null) return { version: null, failure: null };
  const ran = await host.run([path, ...spec.version.arguments], { environment, timeout: patience });
  return versionIn(spec, outputOfRan(ran));
}

/** Its version alone. */
export async function versionOn(
  host: Host,
  spec: ProgramSpec,
  path: string,
  environment: Variables,
): Promise<string | null> {
  return (await tryVersionOn(host, spec, path, environment)).version;
}

/** What a process on a host really runs: its executable first, then its libraries; empty if it is gone. */
export const mappedOn = (host: Host, pid: number): Promise<Binary[]> =>
  host.look((files) => mappedBinaries(pid, '', files));

/** What kind of machine a host is. */
export async function describeMachine(host: Host): Promise<NonNullable<HostResult['environment']>> {
  const { distribution, kernel, cpuModel, topology, memory, governor, turbo, smt, virtualisation } =
    await readMachine(host);
  return {
    distribution: distribution.name,
    ...{ kernel, cpu_model: cpuModel, cpus: topology.cpus.length, memory },
    ...{ governor, turbo, smt, virtualisation },
  };
}

import { readMachine } from '../../host/machine.js';
import { buildIdOf } from '../../host/libraries.js';
import { packageVersion } from '../../host/package-root.js';
import { programVersion } from '../../host/programs.js';
import type { InstalledProgram, ProgramSpec } from '../../model/program.js';
import type { Environment } from '../../model/summary.js';

export interface KnownProgram {
  spec: ProgramSpec;
  program: InstalledProgram;
}

export interface KnownPrograms {
  relay: KnownProgram | null;
  client: KnownProgram;
  server: KnownProgram;
}

type Variables = Readonly<Record<string, string | undefined>>;

// Variables that change which code runs or how: the loader's, malloc's, OpenSSL's, the router's and Proton's.
const telling = /^(PATH|LD_LIBRARY_PATH|LD_PRELOAD|GLIBC_TUNABLES|MALLOC_\w*|SKUPPER_\w*|PN_\w*|OPENSSL_CONF)$/;

/** What a run depends on beside its options; `variables` is the environment of its processes. */
export async function readEnvironment(programs: KnownPrograms, variables: Variables): Promise<Environment> {
  const describe = async ({ spec, program }: KnownProgram): Promise<Environment['client']> => ({
    path: program.path,
    build_id: buildIdOf(program.path),
    version: await programVersion(spec, program.path, variables),
  });
  // Client and server are often the same program: ask it once.
  const same = programs.client.program.path === programs.server.program.path;
  const [machine, relay, client, otherServer] = await Promise.all([
    readMachine(),
    programs.relay === null ? null : describe(programs.relay),
    describe(programs.client),
    same ? null : describe(programs.server),
  ]);
  const { cpus } = machine.topology;
  return {
    flimflam: packageVersion(),
    node: process.version.slice(1),
    relay,
    client,
    server: otherServer ?? client,
    distribution: machine.distribution.name,
    kernel: machine.kernel,
    cpu_model: machine.cpuModel,
    cpus: cpus.length,
    cores: new Set(cpus.map(({ core }) => core)).size,
    memory: machine.memory,
    governor: machine.governor,
    turbo: machine.turbo,
    smt: machine.smt,
    virtualisation: machine.virtualisation,
    variables: tellingVariables(variables),
  };
}

/** The variables that may change what is measured, sorted by name. */
export function tellingVariables(variables: Variables): Record<string, string> {
  const entries = Object.entries(variables).filter(
    (entry): entry is [string, string] => telling.test(entry[0]) && entry[1] !== undefined,
  );
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

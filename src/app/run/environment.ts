import { readMachine } from '../../host/machine.js';
import { packageVersion } from '../../host/package-root.js';
import { hostNamed } from '../../host/hosts.js';
import type { Environment } from '../../model/summary.js';
import { thisMachine } from '../../model/placement.js';
import type { Scenario } from '../../model/scenario.js';
import { describeMachine, versionOn } from '../host-programs.js';
import { otherMachines } from '../placed.js';
import type { KnownProgram, KnownPrograms } from '../programs.js';
import type { Evidence } from './evidence.js';
import { environmentOn } from './placed-programs.js';

type Variables = Readonly<Record<string, string | undefined>>;

// Variables that change which code runs or how: the loader's, malloc's, OpenSSL's, the router's and Proton's.
const telling = /^(PATH|LD_LIBRARY_PATH|LD_PRELOAD|GLIBC_TUNABLES|MALLOC_\w*|SKUPPER_\w*|PN_\w*|OPENSSL_CONF)$/;

/** What a run depends on beside its options; `variables` is the environment of its processes. */
export async function readEnvironment(programs: KnownPrograms, variables: Variables): Promise<Environment> {
  const describe = async ({ spec, program: { path }, on }: KnownProgram): Promise<Environment['client']> => {
    const host = await hostNamed(on);
    const build_id = await host.look((files) => files.buildId(path));
    return { path, build_id, version: await versionOn(host, spec, path, environmentOn(host, variables)) };
  };
  // Client and server are often the same program: ask it once.
  const { client: one, server: other } = programs;
  const same = one.program.path === other.program.path && one.on === other.on;
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

/** What is known of each machine of a scenario that is placed on several, by name. */
export async function describeHosts(scenario: Scenario): Promise<NonNullable<Evidence['hosts']>> {
  const others = otherMachines(scenario);
  const names = others.length === 0 ? [] : [thisMachine, ...others];
  const described = names.map(async (name) => [name, { environment: await describeMachine(await hostNamed(name)) }]);
  return Object.fromEntries(await Promise.all(described)) as NonNullable<Evidence['hosts']>;
}

/** The variables that may change what is measured, sorted by name. */
export function tellingVariables(variables: Variables): Record<string, string> {
  const entries = Object.entries(variables).filter(
    (entry): entry is [string, string] => telling.test(entry[0]) && entry[1] !== undefined,
  );
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

import { ExpectedError } from '../../errors.js';
import { hostNamed } from '../../host/hosts.js';
import type { Host } from '../../host/host.js';
import { hostOf, isDistributed, thisMachine } from '../../model/placement.js';
import type { InstalledProgram, ProgramSpec } from '../../model/program.js';
import type { Scenario } from '../../model/scenario.js';
import { relayOf } from '../../relays/index.js';
import { workloadOf } from '../../workloads/index.js';
import { programOn } from '../host-programs.js';
import { installLineHere, programsOf, type RunPrograms } from '../programs.js';
import { relayHosts } from '../placed.js';
import { overrides, overriding, type Variables } from '../sides/overrides.js';

/** The programs of a run, as they are on the hosts of their roles. */
export interface PlacedPrograms extends RunPrograms {
  /** The program of the relays, by host. */
  relays: Readonly<Record<string, InstalledProgram>>;
}

/** Finds the programs of a scenario, each where it is to run; throws an error that names the first that is missing. */
export async function placedPrograms(
  scenario: Scenario,
  environment: Variables,
  known: InstalledProgram | null = null,
): Promise<PlacedPrograms> {
  const { relay, deployment } = scenario;
  if (!isDistributed(deployment.hosts)) {
    const programs = programsOf(scenario, environment, known);
    return { ...programs, relays: programs.relay === null ? {} : { [thisMachine]: programs.relay } };
  }
  const specs = workloadOf(scenario.workload).programs;
  const find = async (name: string, spec: ProgramSpec): Promise<InstalledProgram> => {
    const host = await hostNamed(name);
    const found = await programOn(host, spec, environmentOn(host, environment));
    if (found === null) throw missingOn(host, spec);
    return found;
  };
  const on = { client: hostOf(deployment.hosts, 'client'), server: hostOf(deployment.hosts, 'server') };
  const spec = relay === 'none' ? null : relayOf(relay).program;
  const [client, server, ...relays] = await Promise.all([
    find(on.client, specs.client),
    find(on.server, specs.server),
    ...(spec === null
      ? []
      : relayHosts(scenario).map(async (name) => [name, known ?? (await find(name, spec))] as const)),
  ]);
  const [first] = relays;
  return {
    ...{ client, server, relay: first?.[1] ?? null, relays: Object.fromEntries(relays) },
    described: {
      client: { spec: specs.client, program: client, on: on.client },
      server: { spec: specs.server, program: server, on: on.server },
      relay: spec === null || first === undefined ? null : { spec, program: first[1], on: first[0] },
    },
  };
}

/** The environment of processes on a host; on another one than this its own, with what was asked for beside that of Flimflam. */
export const environmentOn = ({ name, environment: there }: Host, environment: Variables): Record<string, string> =>
  name === thisMachine ? overriding(environment, {}) : overriding(there, overrides(environment, process.env));

function missingOn({ name }: Host, spec: ProgramSpec): ExpectedError {
  const message = `${name}: ${spec.executable} is not on PATH there (nor in an sbin folder)`;
  return new ExpectedError('missing-program', message, `there: ${spec.advice ?? installLineHere(spec)}`);
}

import { ExpectedError } from '../errors.js';
import { hostNamed } from '../host/hosts.js';
import { hostOf, thisMachine } from '../model/placement.js';
import type { ProgramSpec } from '../model/program.js';
import type { Scenario } from '../model/scenario.js';
import type { Bench } from '../model/summary.js';
import { relayOf } from '../relays/index.js';
import type { Combination } from '../scenario/combinations.js';
import { workloadOf } from '../workloads/index.js';
import { programOn } from './host-programs.js';
import { relayHosts } from './placed.js';
import { installLineHere } from './programs.js';
import { installLineOn } from './programs-on.js';
import { environmentOn } from './run/placed-programs.js';

/** Which combinations can be run with what is installed where their parts are placed, and what is missing for the others. */
export async function installedFor(
  combinations: readonly Combination[],
  common: Pick<Scenario, 'hops' | 'deployment'>,
): Promise<{ runnable: Combination[]; missing: Bench['missing'] }> {
  const known = new Map<string, Promise<boolean>>();
  const isThere = (need: Need): Promise<boolean> => {
    const key = keyOf(need);
    const asked = known.get(key) ?? isInstalled(need);
    known.set(key, asked);
    return asked;
  };
  const absent = new Map<string, { need: Need; neededFor: Set<string> }>();
  const runnable: Combination[] = [];
  for (const combination of combinations) {
    const needs = needsOf(combination, common);
    const there = await Promise.all(needs.map(isThere));
    if (there.every(Boolean)) runnable.push(combination);
    for (const need of needs.filter((_, at) => there[at] === false)) {
      const entry = absent.get(keyOf(need)) ?? { need, neededFor: new Set<string>() };
      const { workload, relay } = combination;
      entry.neededFor.add(need.spec.executable === relay ? `relay ${relay}` : `workload ${workload}`);
      absent.set(keyOf(need), entry);
    }
  }
  const missing = [...absent.values()].map(async ({ need: { spec, on }, neededFor }) => ({
    program: on === thisMachine ? spec.executable : `${spec.executable} on ${on}`,
    needed_for: [...neededFor].join(', '),
    install: on === thisMachine ? installLineHere(spec) : await installLineOn(await hostNamed(on), spec),
  }));
  return { runnable, missing: await Promise.all(missing) };
}

/** A program, and the machine on which it is to run. */
interface Need {
  spec: ProgramSpec;
  on: string;
}

const keyOf = ({ spec, on }: Need): string => `${on} ${spec.executable}`;

function needsOf(
  { workload, relay }: Combination,
  { hops, deployment }: Pick<Scenario, 'hops' | 'deployment'>,
): Need[] {
  const { client, server } = workloadOf(workload).programs;
  const spec = relay === 'none' ? null : relayOf(relay).program;
  const all = [
    ...(spec === null ? [] : relayHosts({ hops, deployment }).map((on) => ({ spec, on }))),
    { spec: client, on: hostOf(deployment.hosts, 'client') },
    { spec: server, on: hostOf(deployment.hosts, 'server') },
  ];
  return [...new Map(all.map((need) => [keyOf(need), need])).values()];
}

async function isInstalled({ spec, on }: Need): Promise<boolean> {
  const host = await hostNamed(on);
  try {
    return (await programOn(host, spec, environmentOn(host, process.env))) !== null;
  } catch (error) {
    // One of our own that was not built.
    if (error instanceof ExpectedError && error.code === 'missing-program') return false;
    throw error;
  }
}

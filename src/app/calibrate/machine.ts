import { hostname } from 'node:os';
import { hostNamed } from '../../host/hosts.js';
import { readMachine } from '../../host/machine.js';
import type { CalibratedMachine } from '../../model/calibration.js';
import type { Scenario } from '../../model/scenario.js';
import { otherMachines } from '../placed.js';

/** This machine, and the others that a scenario needs, as the record of calibrations knows them again. */
export async function machinesFor(scenario: Pick<Scenario, 'hops' | 'deployment'> | null): Promise<CalibratedMachine> {
  const { cpuModel, topology } = await readMachine();
  const names = scenario === null ? [] : otherMachines(scenario);
  const others = names.map(async (name): Promise<[string, CalibratedMachine['others'][string]]> => {
    const machine = await readMachine(await hostNamed(name));
    return [name, { cpu_model: machine.cpuModel, cpus: machine.topology.cpus.length }];
  });
  return {
    host: hostname(),
    cpu_model: cpuModel,
    cpus: topology.cpus.length,
    others: Object.fromEntries(await Promise.all(others)),
  };
}

export const isSameMachine = (a: CalibratedMachine, b: CalibratedMachine): boolean =>
  a.host === b.host && a.cpu_model === b.cpu_model && a.cpus === b.cpus && keyOf(a) === keyOf(b);

/** The same text for the same other machines, in whatever order they stand. */
const keyOf = ({ others }: CalibratedMachine): string =>
  JSON.stringify(
    Object.entries(others)
      .map(([name, { cpu_model: model, cpus }]) => [name, model, cpus])
      .sort(([a], [b]) => (a! < b! ? -1 : 1)),
  );

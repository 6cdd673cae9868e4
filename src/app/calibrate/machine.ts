import { hostname } from 'node:os';
import { readMachine } from '../../host/machine.js';
import type { CalibratedMachine } from '../../model/calibration.js';

/** This machine, as the record of calibrations knows it again. */
export async function thisMachine(): Promise<CalibratedMachine> {
  const { cpuModel, topology } = await readMachine();
  return { host: hostname(), cpu_model: cpuModel, cpus: topology.cpus.length };
}

export const isSameMachine = (a: CalibratedMachine, b: CalibratedMachine): boolean =>
  a.host === b.host && a.cpu_model === b.cpu_model && a.cpus === b.cpus;

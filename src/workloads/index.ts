import type { Scenario } from '../model/scenario.js';
import { ExpectedError } from '../errors.js';
import { knowWorkload, workloadNames } from '../model/names.js';
import { builtin } from './builtin.js';
import { builtinCrr } from './builtin-crr.js';
import { builtinRr } from './builtin-rr.js';
import { h2load } from './h2load.js';
import { h2loadH1 } from './h2load-h1.js';
import { iperf3 } from './iperf3.js';
import type { Workload } from './workload.js';

/** The workloads that come with Flimflam. */
export const workloads = {
  builtin,
  'builtin-rr': builtinRr,
  'builtin-crr': builtinCrr,
  iperf3,
  h2load,
  'h2load-h1': h2loadH1,
};

const table = new Map<string, Workload>(Object.entries(workloads));

/** Makes a workload of the user's own known by its name. */
export function addWorkload(workload: Workload): void {
  table.set(workload.name, workload);
  knowWorkload(workload.name);
}

/** All workloads that are known, ours first. */
export const knownWorkloads = (): Readonly<Record<string, Workload>> => Object.fromEntries(table);

/** The workload of this name; throws an expected error when nobody has defined it. */
export function workloadOf(name: string): Workload {
  const workload = table.get(name);
  if (workload !== undefined) return workload;
  throw new ExpectedError(
    'unknown-workload',
    `there is no workload '${name}'`,
    `known: ${workloadNames.join(', ')}; --file loads one of your own`,
  );
}

/** Whether the results of a scenario are counted in operations; else in the bytes of a stream. */
export const countsOperations = ({ workload, load }: Pick<Scenario, 'workload' | 'load'>): boolean =>
  workloadOf(workload).operation(load) !== null;

import type { Scenario } from '../model/scenario.js';
import type { WorkloadName } from '../model/names.js';
import { builtin } from './builtin.js';
import { builtinCrr } from './builtin-crr.js';
import { builtinRr } from './builtin-rr.js';
import { h2load } from './h2load.js';
import { h2loadH1 } from './h2load-h1.js';
import { iperf3 } from './iperf3.js';
import type { Workload } from './workload.js';

export const workloads: Readonly<Record<WorkloadName, Workload>> = {
  builtin,
  'builtin-rr': builtinRr,
  'builtin-crr': builtinCrr,
  iperf3,
  h2load,
  'h2load-h1': h2loadH1,
};

/** Whether the results of a scenario are counted in operations; else in the bytes of a stream. */
export const countsOperations = ({ workload, load }: Pick<Scenario, 'workload' | 'load'>): boolean =>
  workloads[workload].operation(load) !== null;

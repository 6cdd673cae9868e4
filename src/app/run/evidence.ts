import type { HostResult } from '../../model/hosts.js';
import type { Plan } from '../../model/plan.js';
import type { Build, Environment, Warning } from '../../model/summary.js';
import type { Workload } from '../../workloads/workload.js';
import type { Execution } from './execution.js';

/** What a summary is made of. */
export interface Evidence {
  id: string;
  startedAt: Date;
  outputDir: string;
  plan: Plan;
  workload: Workload;
  execution: Execution;
  environment: Environment | null;
  /** What is known of each machine of a run on several, by name. */
  hosts?: Readonly<Record<string, { environment: HostResult['environment'] }>>;
  /** Warnings from before the start. */
  warnings: Warning[];
  /** How relay 1 and its libraries were compiled. */
  builds: Build[];
  /** What each relay logged in the window, by role. */
  logs: Record<string, string>;
  /** Reads a file of the run folder; null if it is not there. */
  readFile: (path: string) => string | null;
}

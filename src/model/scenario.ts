import { z } from 'zod';
import { deploymentSchema } from './deployment.js';
import { loadSchema } from './load.js';
import { protocolNames } from './names.js';

/** Workload x relay x protocol x options: everything that decides what is run. Seconds, counts, CPU numbers. */
export const scenarioSchema = z.strictObject({
  workload: z.string(),
  relay: z.string(),
  protocol: z.enum(protocolNames),
  /** Concurrent connections. */
  jobs: z.int().min(1),
  /** Seconds before the window; nothing of it is in a result. */
  warmup: z.number().min(0),
  /** Seconds of the window. */
  duration: z.number().positive(),
  /** Logical CPUs that each relay is pinned to; 0 pins nothing. */
  cpuLimit: z.int().min(0),
  /** Explicit CPU sets by role; they override `cpuLimit`. */
  cpus: z.record(z.string(), z.array(z.int().min(0)).min(1)),
  /** Worker threads (or worker processes) of each relay; 0: not known, as they ran before. */
  relayThreads: z.int().min(0),
  /** Relays in the chain; 0 exactly when the relay is `none`, or when nobody says how many run already. */
  hops: z.int().min(0).max(8),
  /** Options that only this relay knows. */
  relayOptions: z.record(z.string(), z.string()),
  /** What the client asks of the chain; a workload takes only what it names. */
  load: loadSchema,
  /** How the relays are deployed. */
  deployment: deploymentSchema,
});

export type Scenario = z.infer<typeof scenarioSchema>;

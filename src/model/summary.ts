import { z } from 'zod';
import { captureSchema } from './capture.js';
import { connectionMemorySchema } from './connection-memory.js';
import { definitionFileSchema } from './definition.js';
import { deploymentSchema, usualDeployment } from './deployment.js';
import { savedLoad, savedLoadSchema, usualLoad } from './load.js';
import { protocolNames } from './names.js';
import { throttledSchema } from './quota.js';
import { growthSchema } from './growth.js';
import { hostSchema, listenerSchema, partHostSchema, roleHostsSchema } from './hosts.js';
import { resultsSchema } from './results.js';
import { routersOverTimeSchema } from './router-series.js';
import { seriesSchema } from './series.js';
import { tlsLinkSchema } from './tls.js';

/**
 * `summary.json`: everything that is known of a run.
 * Seconds, bytes, bits and cores; null for what is not available. `docs/summary.schema.json` is made from here.
 */
export const schemaVersion = 1;

const seconds = z.number().describe('seconds');
const cores = z.number().describe('cores: CPU-seconds per second');
const orNull = <T extends z.ZodType>(type: T) => z.union([type, z.null()]);

export const warningSchema = z.strictObject({
  code: z.string().describe('a stable word, such as shared-cpus'),
  message: z.string(),
  advice: z.string(),
});
export type Warning = z.infer<typeof warningSchema>;

export const resourcesSchema = z.strictObject({
  processes: z.int().describe('processes of this role at the end of the window'),
  average_cpu: cores,
  user_cpu: cores,
  system_cpu: cores,
  run_delay: orNull(cores).describe('time spent waiting for a CPU, per second, summed over threads'),
  max_rss: orNull(z.int()).describe('bytes: highest sample in the window, summed over processes'),
  cpu_seconds_per_gb: orNull(z.number()).describe('per 10^9 payload bytes of the result'),
  cpu_seconds_per_1000_operations: orNull(z.number()),
  context_switches: orNull(z.int()),
  context_switches_per_gb: orNull(z.number()),
  threads: z.array(z.strictObject({ name: z.string(), cpu: cores, run_delay: orNull(cores) })),
  throttled: orNull(throttledSchema).default(null).describe('how it was held to its CPU quota; null without one'),
});
export type Resources = z.infer<typeof resourcesSchema>;

export const binarySchema = z.strictObject({
  path: z.string(),
  build_id: orNull(z.string()).describe('GNU build id; two files with the same one are the same build'),
});
export type Binary = z.infer<typeof binarySchema>;

export const buildSchema = binarySchema.extend({
  flags: orNull(z.string()).describe('compiler and flags as DWARF has them'),
  sanitizer: orNull(z.string()),
});
export type Build = z.infer<typeof buildSchema>;

const programSchema = binarySchema.extend({ version: orNull(z.string()) });

const programsSchema = z.strictObject({ relay: orNull(programSchema), client: programSchema, server: programSchema });

export const machineSchema = z.strictObject({
  flimflam: z.string(),
  node: z.string(),
  distribution: z.string(),
  kernel: z.string(),
  cpu_model: orNull(z.string()),
  cpus: z.int().describe('logical CPUs that this process may use'),
  cores: z.int().describe('physical cores among them'),
  memory: z.int().describe('bytes'),
  governor: orNull(z.string()),
  turbo: orNull(z.boolean()),
  smt: orNull(z.boolean()),
  virtualisation: orNull(z.string()),
  variables: z
    .record(z.string(), z.string())
    .describe('PATH, LD_LIBRARY_PATH, SKUPPER_*, PN_*, ... that were in force'),
});

export type Machine = z.infer<typeof machineSchema>;

export const environmentSchema = machineSchema.extend(programsSchema.shape);
export type Environment = z.infer<typeof environmentSchema>;

export const trustSchema = z.strictObject({
  ok: z.boolean(),
  problems: z.array(z.string()),
  cpu: orNull(
    z.strictObject({
      ours: z.number(),
      by_role: z.record(z.string(), z.number()),
      foreign: orNull(z.number()).describe('of other programs; null: not told from relays that run already'),
      // The first runs had no such share; then it is part of `foreign`.
      unattributed: orNull(z.number())
        .default(null)
        .describe("in nobody's name: interrupts, and the way between idle and work; null: not told from foreign"),
      steal: z.number(),
      idle: z.number(),
    }),
  ).describe(
    "shares of the machine's CPU time over the window; ours + foreign + unattributed + steal + idle = 1; softirq: the kernel's packet threads; null where it was not read, and in a run on several machines, see hosts",
  ),
  bytes: orNull(
    z.strictObject({
      workload: z.number(),
      kernel: z.number(),
      agree: z.boolean(),
    }),
  ).describe(
    "the workload's count against the kernel's own counters of the sockets at which the bytes of the result arrive",
  ),
  window_skew: seconds.describe('largest distance of a reading of /proc from its mark, with what clocks may be off'),
  steadiness: orNull(z.number()).describe('median of the last third of the samples / median of the first third - 1'),
  frequency: orNull(z.strictObject({ begin: z.number(), end: z.number() })).describe(
    'Hz, mean of the CPUs at the marks; of several machines see hosts',
  ),
  throttled: orNull(z.int()).default(null).describe('how often CPUs were slowed down for heat in the window'),
  log: z
    .strictObject({ errors: z.int(), warnings: z.int(), lines: z.array(z.string()) })
    .describe('logged by relays in the window'),
  libraries: z
    .record(z.string(), z.array(binarySchema))
    .describe('executable and libraries that each relay had mapped, by role'),
  builds: z.array(buildSchema).default([]).describe('how relay 1 and its libraries were compiled, as far as they tell'),
});
export type Trust = z.infer<typeof trustSchema>;

export const statusNames = ['ok', 'invalid', 'failed', 'interrupted'] as const;

export const configurationSchema = z.strictObject({
  workload: z.string(),
  relay: z.string(),
  protocol: z.enum(protocolNames),
  jobs: z.int(),
  warmup: seconds,
  duration: seconds,
  cpu_limit: z.int(),
  cpus: z.record(z.string(), z.array(z.int())),
  relay_threads: z.int(),
  hops: z.int(),
  relay_options: z.record(z.string(), z.string()),
  load: savedLoadSchema.default(savedLoad(usualLoad)),
  deployment: deploymentSchema.default(usualDeployment),
  output_dir: z.string(),
});

export const summarySchema = z.strictObject({
  schema_version: z.literal(schemaVersion),
  id: z.string().describe('name of the run folder'),
  started: z.iso.datetime(),
  status: z.enum(statusNames),
  status_reason: orNull(z.strictObject({ code: z.string(), message: z.string() })),
  configuration: configurationSchema,
  environment: orNull(environmentSchema),
  definitions: z.array(definitionFileSchema).default([]).describe("the user's own, as they were when it was run"),
  plan: z.strictObject({
    ports: z.record(z.string(), z.array(z.int())),
    hosts: roleHostsSchema,
    cpus: z.record(z.string(), orNull(z.array(z.int()))),
    quotas: z.record(z.string(), cores).default({}).describe('to how many CPUs the kernel holds a role'),
    commands: z.record(z.string(), z.array(z.string())),
    configs: z.record(z.string(), z.string()).describe('text by path in the run folder'),
    in_force: z
      .record(z.string(), z.string())
      .default({})
      .describe('settings of the relays that hold though nobody may have asked for them, by name, such as observer'),
  }),
  results: orNull(resultsSchema),
  resources: z
    .record(z.string(), resourcesSchema)
    .describe('by role: relay_1 ... relay_N, client, server, capture (perf), flimflam'),
  memory_per_connection: orNull(z.record(z.string(), connectionMemorySchema))
    .default(null)
    .describe('resident memory of each relay; null without --active'),
  limited_by: orNull(z.string()).describe(
    'client, server, relay_1, ..., machine (of several: machine and its name): the figure is a floor for every other part; or rate, which was asked for and reached',
  ),
  ceilings: orNull(z.record(z.string(), z.number())).describe(
    'bits (or operations) per second of none and builtin from the same session',
  ),
  trust: orNull(trustSchema),
  links: z
    .array(tlsLinkSchema)
    .default([])
    .describe('encrypted links of the chain, as their own ends tell of them; empty without --tls'),
  hosts: z.array(hostSchema).default([]).describe('the machines of a run that was placed on several; else empty'),
  listeners: z.array(listenerSchema).default([]).describe('of the processes of such a run'),
  growth: orNull(growthSchema).default(null),
  series: orNull(seriesSchema),
  routers_over_time: orNull(routersOverTimeSchema).default(null),
  // Runs that were saved before there were captures have none.
  capture: orNull(captureSchema)
    .default(null)
    .describe(
      'what was recorded of the window; null for a run that nobody looked into. A look costs speed: never compare the two',
    ),
  warnings: z.array(warningSchema),
});
export type Summary = z.infer<typeof summarySchema>;
export type Status = Summary['status'];

export const benchRowSchema = z.strictObject({
  workload: z.string(),
  relay: z.string(),
  protocol: z.enum(protocolNames),
  programs: orNull(programsSchema),
  runs: z.array(
    z.strictObject({
      folder: orNull(z.string()),
      status: z.enum(statusNames),
      reason: orNull(z.string()),
      bits_per_second: orNull(z.number()),
      operations_per_second: orNull(z.number()),
      latency_p50: orNull(seconds),
      latency_p99: orNull(seconds),
      relay_1_cpu: orNull(cores),
      relay_1_rss: orNull(z.int()),
      relay_2_cpu: orNull(cores),
      relay_2_rss: orNull(z.int()),
      cpu_seconds_per_gb: orNull(z.number()).describe('summed over the relays'),
      cpu_seconds_per_1000_operations: orNull(z.number()).describe('summed over the relays'),
    }),
  ),
  of_none: orNull(z.number()).describe('median rate / median rate of the relay none in this bench'),
  of_builtin: orNull(z.number()).describe('median rate / median rate of the relay builtin in this bench'),
});
export type BenchRow = z.infer<typeof benchRowSchema>;
export type BenchRun = BenchRow['runs'][number];

export const benchSchema = z.strictObject({
  schema_version: z.literal(schemaVersion),
  started: z.iso.datetime(),
  repeat: z.int(),
  seed: z.int().describe('of the shuffled order'),
  configuration: z.record(z.string(), z.unknown()),
  environment: orNull(machineSchema),
  hosts: z
    .array(partHostSchema)
    .default([])
    .describe('the machines, of the first run that was placed on several; else empty'),
  missing: z.array(z.strictObject({ program: z.string(), needed_for: z.string(), install: z.string() })),
  rows: z.array(benchRowSchema),
});
export type Bench = z.infer<typeof benchSchema>;

import { z } from 'zod';
import { explanationSchema } from './explanation.js';
import { partHostSchema } from './hosts.js';
import {
  binarySchema,
  buildSchema,
  configurationSchema,
  environmentSchema,
  statusNames,
  warningSchema,
} from './summary.js';

/** `comparison.json`: two builds of a relay, run in pairs; everything from which the answer is made, again and again. */
export const comparisonSchemaVersion = 1;

const orNull = <T extends z.ZodType>(type: T) => z.union([type, z.null()]);

/** One of the two: which relay, with which options, found and loaded by which variables. */
export const sideSchema = z.strictObject({
  spec: z.string().describe('as the user named it'),
  relay: z.string(),
  relay_options: z.record(z.string(), z.string()).describe('of this side alone'),
  variables: z.record(z.string(), z.string()).describe('set for the runs of this side'),
  prefix: orNull(z.string()).describe('absolute path of the installation; null if it is what PATH finds'),
  program: orNull(z.strictObject({ path: z.string(), build_id: orNull(z.string()), version: orNull(z.string()) })),
  hosts: z
    .array(
      z.strictObject({
        name: z.string(),
        path: z.string(),
        build_id: orNull(z.string()),
        version: orNull(z.string()),
      }),
    )
    .default([])
    .describe('where relays run on other machines: what each host of relays runs, nearest the client first'),
  libraries: z.array(binarySchema).describe('what its relays must have mapped: of its installation, and its Proton'),
  digest: orNull(z.string())
    .default(null)
    .describe(
      'sha256 over executable and libraries, of all hosts of relays: a comparison goes on only with the same ones',
    ),
});
export type Side = z.infer<typeof sideSchema>;

export const sideNames = ['a', 'b'] as const;
export type SideName = (typeof sideNames)[number];

export const comparedRunSchema = z.strictObject({
  pair: z.int().describe('1 ... pairs; 0 is the burn-in, which counts for nothing'),
  attempt: z.int().describe('1, or more when the pair was repeated'),
  place: z.enum(['first', 'second']).describe('in its pair'),
  side: z.enum(sideNames),
  build: z.int().default(0).describe('which build of its side: 0 is `a` or `b` itself, 1 the first of `also`'),
  run: orNull(z.string()).describe('name of the run folder beside comparison.json; null if it was not made'),
  started: z.iso.datetime(),
  status: z.enum(statusNames),
  reason: orNull(z.strictObject({ code: z.string(), message: z.string() })),
  figures: z.record(z.string(), orNull(z.number())).describe('by metric'),
  steadiness: orNull(z.number()),
});
export type ComparedRun = z.infer<typeof comparedRunSchema>;

export const comparisonSchema = z.strictObject({
  schema_version: z.literal(comparisonSchemaVersion),
  id: z.string(),
  started: z.iso.datetime(),
  ended: orNull(z.iso.datetime()),
  status: z.enum(['complete', 'interrupted', 'stopped']),
  stopped_because: orNull(z.string()).describe('of stopped: a build that fails in every run, or a wrong library'),
  kind: z
    .enum(['compare', 'calibrate'])
    .default('compare')
    .describe('calibrate: B is a copy of A, to learn what this machine shows where nothing differs'),
  working_folder: orNull(z.string()).default(null).describe('where the user stood: relative paths begin there'),
  configuration: configurationSchema.describe('what both sides share; the relay is that of A'),
  environment: orNull(environmentSchema).describe('of the first run that has one'),
  hosts: z
    .array(partHostSchema)
    .default([])
    .describe('the machines, of the first run that was placed on several; else empty'),
  seed: z.int(),
  pairs: z.int().describe('the most that are run'),
  looks: z.enum(['fixed', 'looks', 'quick']),
  margin: z.number().describe('the change that matters, as a share'),
  primary: z.string().describe('the metric that was decided on beforehand'),
  order: z.array(z.enum(sideNames)).describe('which side is first in pair 1, 2, ...'),
  a: sideSchema,
  b: sideSchema,
  also: z
    .strictObject({ a: z.array(sideSchema), b: z.array(sideSchema) })
    .default({ a: [], b: [] })
    .describe('more builds of a side, which take turns with it'),
  differences: z.array(z.string()).describe('what differs between the sides, in words'),
  mapped: z
    .record(z.enum(sideNames), orNull(z.array(binarySchema)))
    .describe('executable and libraries that relay 1 had mapped in the first run of a side'),
  builds: z.record(z.enum(sideNames), z.array(buildSchema)).describe('how they were compiled'),
  among: z
    .int()
    .default(1)
    .describe('so many comparisons, of as many workloads, are judged together: comparisons.json in the folder above'),
  detectable: orNull(
    z.strictObject({
      change: z.number().describe('share: 80 % of comparisons would call a true change as large'),
      noise: z.number().describe('of pairs, on the log scale, as the record has it'),
      comparisons: z.int().describe('comparisons of a build with itself that it is taken from'),
    }),
  )
    .default(null)
    .describe('what was said before it started, from the record of `flimflam calibrate`'),
  runs: z.array(comparedRunSchema),
  explanation: orNull(explanationSchema).default(null),
  warnings: z.array(warningSchema).describe('of the whole comparison and of its runs, each once'),
});
export type Comparison = z.infer<typeof comparisonSchema>;

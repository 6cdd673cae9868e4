import { z } from 'zod';
import { configurationSchema } from './summary.js';

/** One file of the user's record: a build was compared with a copy of itself on this machine. */
export const calibrationSchemaVersion = 1;

const orNull = <T extends z.ZodType>(type: T) => z.union([type, z.null()]);

const shareSchema = z
  .strictObject({ estimate: z.number(), lower: z.number(), upper: z.number() })
  .describe('shares: 0.02 is 2 % more');

/** What tells machines apart whose users share one home folder. */
export const calibratedMachineSchema = z.strictObject({
  host: z.string(),
  cpu_model: orNull(z.string()),
  cpus: z.int().describe('logical CPUs that this process may use'),
  others: z
    .record(z.string(), z.strictObject({ cpu_model: orNull(z.string()), cpus: z.int() }))
    .default({})
    .describe('the other machines on which parts ran, by name: they are part of what was calibrated'),
});
export type CalibratedMachine = z.infer<typeof calibratedMachineSchema>;

export const calibrationSchema = z.strictObject({
  schema_version: z.literal(calibrationSchemaVersion),
  id: z.string().describe('that of the comparison'),
  started: z.iso.datetime(),
  machine: calibratedMachineSchema,
  configuration: configurationSchema.omit({ output_dir: true }),
  program: z
    .strictObject({ path: z.string(), build_id: orNull(z.string()), version: orNull(z.string()) })
    .describe('what was copied'),
  primary: z.string().describe('the metric that was judged'),
  margin: z.number(),
  pairs: z.int().describe('that the figures are made of'),
  noise: z.number().describe('standard deviation of ln(second run / first run) within pairs'),
  change: orNull(shareSchema).describe('from one copy to the other'),
  position: orNull(shareSchema).describe('what the second run of a pair shows more'),
  verdict: orNull(z.enum(['better', 'worse', 'same', 'unsure'])),
  why_no_verdict: orNull(z.string()),
  called: orNull(z.boolean()).describe(
    'whether a difference was called; null without a verdict: then it counts in no share',
  ),
  repeated: z.int().describe('pairs that had to be made again'),
  comparison_folder: z.string().describe('absolute path; whether it is still there is not known'),
});
export type Calibration = z.infer<typeof calibrationSchema>;

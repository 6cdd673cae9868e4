import { z } from 'zod';
import { sideSchema } from './comparison.js';
import { partHostSchema } from './hosts.js';
import { configurationSchema, machineSchema, statusNames, warningSchema } from './summary.js';

/** `sweep.json`: how the figures of relays change with one option. */
export const sweepSchemaVersion = 1;

const orNull = <T extends z.ZodType>(type: T) => z.union([type, z.null()]);
const figure = orNull(z.number());

/** The options of which one may hold a list, by their name in JSON. */
export const axisNames = ['jobs', 'message_size', 'relay_threads', 'rate', 'hops'] as const;
export type AxisName = (typeof axisNames)[number];

export const sweepRunSchema = z.strictObject({
  repeat: z.int().describe('1 ... repeat: each is a pass over all points, in an order of its own'),
  attempt: z.int().describe('1, or more when the machine spoilt the run before; the last one counts'),
  folder: orNull(z.string()).describe('name of the run folder beside the one of sweep.json; null if there is none'),
  status: z.enum(statusNames),
  reason: orNull(z.strictObject({ code: z.string(), message: z.string() })),
  rate: figure.describe('bits per second, or operations per second: see counted'),
  latency_p50: figure.describe('seconds'),
  latency_p99: figure.describe('seconds'),
  relays_cpu: figure.describe('cores, summed over the relays'),
  relays_rss: figure.describe('bytes: the highest sample of each relay, summed over them'),
  relays_cost: figure.describe('CPU-seconds per 10^9 bytes or per 1000 operations, summed over the relays'),
});
export type SweepRun = z.infer<typeof sweepRunSchema>;

export const figureNames = ['rate', 'latency_p50', 'latency_p99', 'relays_cpu', 'relays_rss', 'relays_cost'] as const;
export type FigureName = (typeof figureNames)[number];

const spreadSchema = z.strictObject({
  median: z.number(),
  low: z.number(),
  high: z.number(),
  level: orNull(z.number()).describe(
    'the probability with which low .. high holds the median, from order statistics; null: too few runs for 95 %, then it is the smallest and the largest value',
  ),
});
export type Spread = z.infer<typeof spreadSchema>;

export const sweepPointSchema = z.strictObject({
  runs: z.array(sweepRunSchema),
  counted: z.int().describe('runs that the figures are made of'),
  doubtful: z.boolean().describe('no run was ok, and the figures are those of invalid ones'),
  figures: z.record(z.enum(figureNames), orNull(spreadSchema)),
});
export type SweepPoint = z.infer<typeof sweepPointSchema>;

export const curveSchema = sideSchema
  .pick({ spec: true, relay: true, relay_options: true, variables: true, program: true })
  .extend({ points: z.array(sweepPointSchema).describe('one for each value of the axis, in their order') });
export type Curve = z.infer<typeof curveSchema>;

export const sweepSchema = z.strictObject({
  schema_version: z.literal(sweepSchemaVersion),
  id: z.string().describe('name of the folder of sweep.json'),
  started: z.iso.datetime(),
  ended: orNull(z.iso.datetime()),
  status: z.enum(['complete', 'interrupted']),
  configuration: configurationSchema.describe(
    'what all runs share; relay, its options and the axis are those of one of them',
  ),
  environment: orNull(machineSchema).describe('of the first run that has one'),
  hosts: z
    .array(partHostSchema)
    .default([])
    .describe('the machines, of the first run that was placed on several; else empty'),
  repeat: z.int(),
  seed: z.int().describe('of the shuffled orders'),
  counted: z.enum(['bits', 'operations']).describe('what a rate counts'),
  axis: z.enum(axisNames),
  values: z.array(
    z.strictObject({
      text: z.string().describe('as the option takes it'),
      number: z
        .number()
        .describe(
          'connections, bytes of the longer of request and response, threads, per second, or relays; for a plot',
        ),
    }),
  ),
  curves: z.array(curveSchema),
  warnings: z.array(warningSchema).describe('from before the first run, each once'),
});
export type Sweep = z.infer<typeof sweepSchema>;

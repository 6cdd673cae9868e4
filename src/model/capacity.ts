import { z } from 'zod';
import { partHostSchema } from './hosts.js';
import { configurationSchema, environmentSchema, statusNames, warningSchema } from './summary.js';

/** `capacity.json`: the highest rate of requests that a chain answers in time, and every step of the search for it. */
export const capacitySchemaVersion = 1;

const orNull = <T extends z.ZodType>(type: T) => z.union([type, z.null()]);
const seconds = orNull(z.number()).describe('seconds; null with fewer than ten samples beyond it');
const count = orNull(z.int());

/** Which percentile of the response time is judged, and the least requests of a window that bear it. */
export const sloMetrics = { p50: 20, p90: 100, p99: 1000, 'p99.9': 10_000 } as const;
export type SloMetric = keyof typeof sloMetrics;
export const sloMetricNames = Object.keys(sloMetrics) as [SloMetric, ...SloMetric[]];

/** The share of the planned requests that must be sent, and answered. */
export const leastShare = 0.99;

const percentilesSchema = z.strictObject({ p50: seconds, p90: seconds, p99: seconds, 'p99.9': seconds });
export type Percentiles = z.infer<typeof percentilesSchema>;

export const capacityStepSchema = z.strictObject({
  rate: z.int().describe('requests per second that were asked for'),
  why: z.enum(['first', 'double', 'bisect', 'confirm']).describe('what the step was for'),
  attempt: z.int().describe('1, or more when the machine spoilt the run before'),
  folder: z.string().describe('name of the run folder beside the one of capacity.json'),
  status: z.enum(statusNames),
  reason: orNull(z.strictObject({ code: z.string(), message: z.string() })),
  passed: orNull(z.boolean()).describe('null: it was spoilt or interrupted, and says nothing'),
  missed: orNull(z.enum(['run', 'sent', 'answered', 'slo'])).describe(
    'why it did not pass: the run failed, too few requests were sent or answered, or the response took too long',
  ),
  generator_late: z.boolean().describe('requests were not sent, or at least half of the judged percentile was lag'),
  achieved: orNull(z.number()).describe('answers per second'),
  planned: count,
  sent: count,
  answered: count,
  response: orNull(percentilesSchema).describe('from the time at which a request was due'),
  service: orNull(percentilesSchema).describe('from its sending'),
  lag: orNull(percentilesSchema).describe('from the time due to the sending: the own lateness of the generator'),
  cpu: z.record(z.string(), z.number()).describe('cores, by role'),
  limited_by: orNull(z.string()),
});
export type CapacityStep = z.infer<typeof capacityStepSchema>;

const answerSchema = z.strictObject({
  passing: count.describe('requests per second; null: not even the lowest rate passed'),
  failing: count.describe('the lowest rate that did not pass; null: the highest one that was to be tried did'),
  settled: z.boolean().describe('whether two runs agree at both rates'),
  generator_late: z.boolean().describe('the generator was late at the failing rate: the passing one is a floor'),
  doubtful: z
    .boolean()
    .describe('at the failing rate the machine spoilt every attempt of a step: the passing one is a floor'),
});
export type CapacityAnswer = z.infer<typeof answerSchema>;

export const capacitySchema = z.strictObject({
  schema_version: z.literal(capacitySchemaVersion),
  id: z.string().describe('name of the folder of capacity.json'),
  started: z.iso.datetime(),
  ended: orNull(z.iso.datetime()),
  status: z.enum(['complete', 'interrupted']),
  configuration: configurationSchema.describe('what all runs share; the rate is the first one'),
  environment: orNull(environmentSchema).describe('of the first run that has one'),
  hosts: z
    .array(partHostSchema)
    .default([])
    .describe('the machines, of the first run that was placed on several; else empty'),
  slo: z.number().describe('seconds: the judged percentile of the response time must stay under it'),
  metric: z.enum(sloMetricNames).describe('the percentile that is judged'),
  from: z.int().describe('the lowest rate that was to be tried'),
  to: z.int().describe('the highest'),
  precision: z.number().describe('share by which the failing rate may lie above the passing one'),
  answer: orNull(answerSchema).describe('null: it was interrupted before'),
  steps: z.array(capacityStepSchema).describe('in the order in which they were made'),
  warnings: z.array(warningSchema).describe('from before the first run'),
});
export type Capacity = z.infer<typeof capacitySchema>;

import { z } from 'zod';

const seconds = z.number().describe('seconds');
const orNull = <T extends z.ZodType>(type: T) => z.union([type, z.null()]);

const latencySchema = z
  .strictObject({
    count: z.int(),
    average: seconds,
    min: seconds,
    max: seconds,
    p50: orNull(seconds),
    p90: orNull(seconds),
    p99: orNull(seconds),
    p999: orNull(seconds),
    // Runs of before have none.
    p9999: orNull(seconds).default(null),
  })
  .describe('a percentile is null when fewer than ten samples lie beyond it');

const openLoopSchema = z
  .strictObject({
    rate_asked: z.number(),
    rate_achieved: z.number().describe('answers that arrived in the window, per second'),
    planned: z.int().describe('requests that were due in the window'),
    sent: z.int().describe('of those'),
    answered: z.int().describe('of those, at most 2 s after the window'),
    service: orNull(latencySchema).describe('from sending to the answer'),
    lag: orNull(latencySchema).describe('from the time at which a request was due to its sending'),
  })
  .describe('requests at the times of a schedule; latency is then the response time: from the time due to the answer');
export type OpenLoop = z.infer<typeof openLoopSchema>;

const failuresSchema = z
  .strictObject({
    refused: z.int(),
    reset: z.int(),
    timeout: z.int(),
    ports: z.int().describe('no local port was free'),
    closed: z.int().describe('by the other side, before the answer'),
    other: z.int(),
  })
  .describe('connections that failed in the window, by cause');
export type Failures = z.infer<typeof failuresSchema>;

const fairnessSchema = z
  .strictObject({
    count: z.int().describe('connections; with two directions each of them twice'),
    jain: orNull(z.number()).describe("Jain's index: 1 when all received the same"),
    min: z.number().describe('bytes'),
    median: z.number().describe('bytes'),
    max: z.number().describe('bytes'),
  })
  .describe('of the bytes that each connection received in the window');

const backgroundSchema = z
  .strictObject({ streams: z.int(), bits: z.number(), bits_per_second: z.number() })
  .describe('payload of the streams beside the requests, received by the server in the window');

/** What the workload counted in the window. */
export const resultsSchema = z.strictObject({
  duration: seconds,
  bits: z.number(),
  bits_per_second: z.number(),
  bit: z.string().describe('what a bit is here'),
  operations: orNull(z.int()),
  operations_per_second: orNull(z.number()),
  operation: orNull(z.string()).describe('what an operation is here'),
  latency: orNull(latencySchema),
  open_loop: orNull(openLoopSchema).default(null),
  connect_latency: orNull(latencySchema).default(null).describe('of connecting, where each operation connects'),
  failures: orNull(failuresSchema).default(null),
  fairness: orNull(fairnessSchema).default(null),
  background: orNull(backgroundSchema).default(null),
});

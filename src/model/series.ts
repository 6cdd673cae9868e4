import { z } from 'zod';

const orNull = <T extends z.ZodType>(type: T) => z.union([type, z.null()]);

/** A run over time, `series` of summary.json: samples of the warm-up and the window. */
export const seriesSchema = z.strictObject({
  interval: z.number().describe('seconds between two samples; longer in a long run'),
  time: z.array(z.number()).describe('seconds since the begin of the window; the warm-up is negative'),
  bits_per_second: z.array(orNull(z.number())),
  cpu: z.record(z.string(), z.array(orNull(z.number().describe('cores: CPU-seconds per second')))).describe('by role'),
  rss: z.record(z.string(), z.array(orNull(z.int()))).describe('bytes, by role'),
});
export type Series = z.infer<typeof seriesSchema>;

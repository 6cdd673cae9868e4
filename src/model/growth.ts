import { z } from 'zod';

const perHour = (unit: string) =>
  z
    .strictObject({
      per_hour: z.number(),
      low: z.number(),
      high: z.number(),
    })
    .describe(`${unit} per hour, with the ends of a 95 % interval`);

export const growthSchema = z
  .strictObject({
    seconds: z.number().describe('seconds of the window that it was seen over'),
    rss: z.record(z.string(), perHour('bytes')).describe('resident memory, by role'),
    pools: z
      .record(z.string(), z.record(z.string(), perHour('objects')))
      .default({})
      .describe('objects of a router in use, by role and type'),
  })
  .describe('slope over the window; null where that is shorter than 5 minutes');
export type Growth = z.infer<typeof growthSchema>;
export type PerHour = Growth['rss'][string];

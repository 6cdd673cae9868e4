import { z } from 'zod';
import type { UnitOfWork } from './work.js';

const orNull = <T extends z.ZodType>(type: T) => z.union([type, z.null()]);

const countsSchema = z
  .record(z.string(), z.number())
  .describe('by event, in its unit; an event whose count is not known of every thread is left out');
export type Counts = z.infer<typeof countsSchema>;

const rolesSchema = z.record(z.string(), countsSchema).describe('relay_1, ...');

/** What `perf stat` counted in the window. */
export const eventCountsSchema = z.strictObject({
  events: z.array(
    z.strictObject({
      name: z.string().describe('as perf calls it; with :u only what happens in user mode is counted'),
      unit: z.string().describe('as perf calls it: msec, or empty for a number of occurrences'),
      running: z
        .number()
        .describe(
          "share of a thread's time in which it was counted, the least of all threads; below 1 perf extrapolated",
        ),
    }),
  ),
  unavailable: z.array(z.strictObject({ events: z.array(z.string()), cause: z.string() })),
  roles: rolesSchema,
  together: countsSchema.describe('all captured roles'),
  threads: z
    .array(z.strictObject({ role: z.string(), thread: z.string(), counts: countsSchema }))
    .describe('a thread that began after perf was started is counted with the one that began it'),
  ratios: z
    .array(
      z.strictObject({
        of: z.string(),
        by: z.string(),
        roles: z.record(z.string(), z.number()),
        together: orNull(z.number()),
      }),
    )
    .describe('one event by another: instructions by cycles, misses by all'),
  per: orNull(
    z.strictObject({ unit: z.enum(['GB', '1000 operations']), roles: rolesSchema, together: countsSchema }),
  ).describe('counts by what the workload counts; null without a result'),
});
export type EventCounts = z.infer<typeof eventCountsSchema>;

/** The same counts with what they come to by the work of the window. */
export function perWork(counts: EventCounts, work: UnitOfWork | null): EventCounts {
  if (work === null) return { ...counts, per: null };
  const { unit, amount } = work;
  const divided = (found: Counts): Counts =>
    Object.fromEntries(Object.entries(found).map(([event, count]) => [event, count / amount]));
  const roles = Object.fromEntries(Object.entries(counts.roles).map(([role, found]) => [role, divided(found)]));
  return { ...counts, per: { unit, roles, together: divided(counts.together) } };
}

import { z } from 'zod';

/** CPUs: the kernel gives a cgroup at least 1 ms in each period of 100 ms (its sched/core.c, min_cfs_quota_period). */
export const smallestQuota = 0.01;

/** Microseconds: the kernel's own period, which systemd uses too. */
export const quotaPeriod = 100_000;

/** What the kernel told of a relay that was held to a quota of CPU time. */
export const throttledSchema = z.strictObject({
  quota: z.number().describe('CPUs that the kernel let it use'),
  seconds: z.number().describe('seconds for which it was held, summed over the CPUs on which it wanted to run'),
  elapsed: z.number().describe('seconds over which that was counted'),
  periods: z.int().describe('periods of 100 ms in which it ran or wanted to'),
  throttled_periods: z.int().describe('of those, in which it had used its quota up'),
});
export type Throttled = z.infer<typeof throttledSchema>;

/** What is this close to its quota is at it: the kernel hands time out in slices, so a little is always left over. */
const atQuota = 0.95;

/** Whether the quota is what holds a relay back; `cpu`: cores that it used. */
export const isAtQuota = ({ quota, periods, throttled_periods: held }: Throttled, cpu: number): boolean =>
  (periods > 0 && held / periods > 0.5) || cpu >= atQuota * quota;

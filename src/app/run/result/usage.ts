import { clockTicksPerSecond, type ProcessReading, type Reading } from '../../../model/readings.js';
import type { Throttled } from '../../../model/quota.js';
import type { Resources } from '../../../model/summary.js';

type ThreadUse = { name: string; cpuNs: number; runDelayNs: number | null };

/** What the processes of one role used between two readings. */
export interface RoleUse {
  processes: number;
  cpuSeconds: number;
  /** Share of the CPU time that was spent in user mode. */
  userShare: number;
  /** Seconds spent waiting for a CPU, summed over threads. */
  runDelaySeconds: number | null;
  /** Null when threads ended in the meantime and took theirs along. */
  contextSwitches: number | null;
  threads: ThreadUse[];
}

/** What each role used between the readings at both marks; roles as in the plan (`relay1`). */
export function useByRole(begin: Reading, end: Reading): Record<string, RoleUse> {
  return Object.fromEntries(
    Object.keys(end.roles).map((role) => [role, useOf(begin.roles[role] ?? {}, end.roles[role] ?? {})]),
  );
}

function useOf(begin: Record<string, ProcessReading>, end: Record<string, ProcessReading>): RoleUse {
  const use: RoleUse = {
    processes: 0,
    cpuSeconds: 0,
    userShare: 0,
    runDelaySeconds: 0,
    contextSwitches: 0,
    threads: [],
  };
  let userTicks = 0;
  let allTicks = 0;
  for (const [pid, after] of Object.entries(end)) {
    const before = begin[pid] ?? { userTicks: 0, systemTicks: 0, threads: {} };
    const threads = threadsBetween(before, after);
    const user = after.userTicks - before.userTicks;
    const ticks = user + after.systemTicks - before.systemTicks;
    userTicks += user;
    allTicks += ticks;
    // A thread that ended took its nanoseconds along; the ticks of the process still hold its time.
    const exact =
      Object.keys(before.threads).every((tid) => tid in after.threads) && threads.every(({ exact }) => exact);
    use.cpuSeconds += exact ? threads.reduce((sum, { cpuNs }) => sum + cpuNs, 0) * 1e-9 : ticks / clockTicksPerSecond;
    for (const { name, cpuNs, runDelayNs, contextSwitches } of threads) {
      if (use.contextSwitches !== null) use.contextSwitches += contextSwitches;
      use.runDelaySeconds =
        use.runDelaySeconds === null || runDelayNs === null ? null : use.runDelaySeconds + runDelayNs * 1e-9;
      use.threads.push({ name, cpuNs, runDelayNs });
    }
    // Nobody knows how long those that ended had waited, and how often they had switched.
    if (!exact) use.runDelaySeconds = use.contextSwitches = null;
    use.processes += 1;
  }
  use.userShare = allTicks === 0 ? 0 : userTicks / allTicks;
  return use;
}

function threadsBetween(
  before: ProcessReading,
  after: ProcessReading,
): (ThreadUse & { contextSwitches: number; exact: boolean })[] {
  return Object.entries(after.threads).map(([tid, thread]) => {
    const start = before.threads[Number(tid)];
    return {
      name: thread.name,
      cpuNs: (thread.cpuNs ?? 0) - (start?.cpuNs ?? 0),
      runDelayNs: thread.runDelayNs === null ? null : thread.runDelayNs - (start?.runDelayNs ?? 0),
      contextSwitches: thread.contextSwitches - (start?.contextSwitches ?? 0),
      exact: thread.cpuNs !== null,
    };
  });
}

export interface Work {
  /** Payload bytes and operations in a window of this many seconds. */
  bytes: number;
  operations: number | null;
  seconds: number;
}

/**
 * Resources for the summary. `elapsed` is the time between the readings; it differs from the window by some
 * milliseconds, so use is first made a rate.
 */
export function resourcesOf(
  use: RoleUse,
  elapsed: number,
  work: Work | null,
  maxRss: number | null,
  throttled: Throttled | null = null,
): Resources {
  const averageCpu = use.cpuSeconds / elapsed;
  const perGb = (rate: number): number | null =>
    work === null || work.bytes === 0 ? null : (rate * work.seconds) / (work.bytes / 1e9);
  return {
    processes: use.processes,
    average_cpu: averageCpu,
    user_cpu: averageCpu * use.userShare,
    system_cpu: averageCpu * (1 - use.userShare),
    run_delay: use.runDelaySeconds === null ? null : use.runDelaySeconds / elapsed,
    max_rss: maxRss,
    cpu_seconds_per_gb: perGb(averageCpu),
    cpu_seconds_per_1000_operations:
      work === null || work.operations === null || work.operations === 0
        ? null
        : (averageCpu * work.seconds) / (work.operations / 1000),
    context_switches: use.contextSwitches,
    context_switches_per_gb: use.contextSwitches === null ? null : perGb(use.contextSwitches / elapsed),
    threads: use.threads.map(({ name, cpuNs, runDelayNs }) => ({
      name,
      cpu: (cpuNs * 1e-9) / elapsed,
      run_delay: runDelayNs === null ? null : (runDelayNs * 1e-9) / elapsed,
    })),
    throttled,
  };
}

/** What one role used on several machines, as if it had been on one. */
export function joinedUse(one: RoleUse, other: RoleUse): RoleUse {
  const cpuSeconds = one.cpuSeconds + other.cpuSeconds;
  const user = one.userShare * one.cpuSeconds + other.userShare * other.cpuSeconds;
  return {
    processes: one.processes + other.processes,
    cpuSeconds,
    userShare: cpuSeconds === 0 ? 0 : user / cpuSeconds,
    runDelaySeconds: bothKnown(one.runDelaySeconds, other.runDelaySeconds),
    contextSwitches: bothKnown(one.contextSwitches, other.contextSwitches),
    threads: [...one.threads, ...other.threads],
  };
}

const bothKnown = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? null : one + other;

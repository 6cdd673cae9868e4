import { roleKey } from '../model/names.js';
import { clockTicksPerSecond, type Count, type Reading } from '../model/readings.js';
import type { Trust } from '../model/summary.js';
import { median } from '../stats/median.js';
import type { RoleUse } from './usage.js';

/** Foreign or stolen CPU above this share of the machine spoils a run. */
export const disturbedShare = 0.02;

/**
 * Where the machine's CPU time went. Idle and stolen time are the kernel's, ours is that of our processes, and what
 * is left was somebody else's; shares that sum to 1.
 */
export function cpuLedger(begin: Reading, end: Reading, uses: Record<string, RoleUse>): Trust['cpu'] {
  if (begin.machine === null || end.machine === null) return null;
  const elapsed = (end.timeNs - begin.timeNs) * 1e-9;
  const whole = elapsed * end.machine.cpus;
  const share = (ticks: number): number => ticks / clockTicksPerSecond / whole;
  const steal = share(end.machine.steal - begin.machine.steal);
  const byRole = Object.fromEntries(Object.entries(uses).map(([role, use]) => [roleKey(role), use.cpuSeconds / whole]));
  const ours = Object.values(byRole).reduce((sum, one) => sum + one, 0);
  const idle = Math.min(share(end.machine.idle - begin.machine.idle), Math.max(0, 1 - steal - ours));
  return { ours, by_role: byRole, foreign: Math.max(0, 1 - steal - ours - idle), steal, idle };
}

/** The kernel counts idle time in ticks, so a short window knows its shares only to this. */
export const ledgerResolution = (elapsed: number): number => 1 / clockTicksPerSecond / elapsed;

/**
 * The workload's bytes against the kernel's. Both are read at nearly the same time, and a kernel buffer may hold some
 * of them, so they agree when they differ by less than 1 % or 8 MiB a connection.
 */
export function bytesLedger(
  workload: number,
  kernel: { begin: Count; end: Count } | null,
  counter: 'rx' | 'tx',
  overhead: number,
  jobs: number,
): Trust['bytes'] {
  if (kernel === null) return null;
  const counted = kernel.end[counter] - kernel.begin[counter];
  const slack = 0.01 * workload + jobs * (8 << 20);
  return {
    workload,
    kernel: counted,
    agree: counted >= workload - slack && counted <= workload * (1 + overhead) + slack,
  };
}

/** A client's last line may arrive after it has begun to close; looks this near the end do not count. */
const closingNs = 150e6;

/**
 * How many of the client's connections were gone before the window's end. A client that goes on with the others may
 * say nothing of it (h2load does not).
 */
export function lostConnections(counts: readonly Count[], endNs: number, expected: number): number {
  const last = counts.findLast(({ timeNs }) => timeNs <= endNs - closingNs);
  return last?.sockets === undefined ? 0 : Math.max(0, expected - last.sockets);
}

/** Median of the last third of the rates / median of the first third - 1; null with fewer than nine. */
export function steadiness(rates: readonly number[]): number | null {
  if (rates.length < 9) return null;
  const third = Math.floor(rates.length / 3);
  const first = median(rates.slice(0, third));
  return first === 0 ? null : median(rates.slice(-third)) / first - 1;
}

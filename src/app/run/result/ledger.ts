import { roleKey } from '../../../model/names.js';
import { clockTicksPerSecond, type Count, type Reading } from '../../../model/readings.js';
import type { Trust } from '../../../model/summary.js';
import { median } from '../../../stats/median.js';
import type { Workload } from '../../../workloads/workload.js';
import type { Marks } from '../execution.js';
import type { RoleUse } from './usage.js';

/** Foreign or stolen CPU above this share of the machine spoils a run. */
export const disturbedShare = 0.02;

/**
 * Where the machine's CPU time went, in shares that sum to 1. Idle and stolen time are the kernel's own count. Ours is
 * that of our processes and of the kernel's packet threads (`softirq`); some kernels count time as the process's that
 * the hypervisor took meanwhile, which is taken out again. Foreign is what all other processes used. The rest is in
 * nobody's name: interrupts, and the way between idle and work. Where other processes cannot be seen, the rest is
 * foreign too, for then nothing speaks for it. Of relays that nobody has named, nobody can tell what they used from
 * what was foreign: then that is not known.
 */
export function cpuLedger(
  begin: Reading,
  end: Reading,
  uses: Record<string, RoleUse>,
  relaysKnown = true,
): Trust['cpu'] {
  if (begin.machine === null || end.machine === null) return null;
  const whole = (end.timeNs - begin.timeNs) * 1e-9 * end.machine.cpus;
  const share = (ticks: number): number => ticks / clockTicksPerSecond / whole;
  const steal = Math.min(1, share(end.machine.steal - begin.machine.steal));
  const seconds: Record<string, number> = {
    ...Object.fromEntries(Object.entries(uses).map(([role, { cpuSeconds }]) => [roleKey(role), cpuSeconds])),
    softirq: (end.machine.softirqNs - begin.machine.softirqNs) * 1e-9,
  };
  const used = Object.values(seconds).reduce((sum, one) => sum + one, 0) / whole;
  const ours = Math.min(used, 1 - steal);
  const scale = used === 0 ? 0 : ours / used;
  const idle = Math.min(share(end.machine.idle - begin.machine.idle), 1 - steal - ours);
  const rest = Math.max(0, 1 - steal - ours - idle);
  const others = ticksOfOthers(begin, end);
  const ofOthers = others === null ? rest : Math.min(rest, Math.max(0, share(others)));
  const foreign = relaysKnown ? ofOthers : null;
  return {
    ours,
    by_role: Object.fromEntries(Object.entries(seconds).map(([role, one]) => [role, (one / whole) * scale])),
    foreign,
    unattributed: rest - (foreign ?? 0),
    steal,
    idle,
  };
}

/** Clock ticks that processes other than ours used between the readings; null where they cannot be seen. */
function ticksOfOthers(begin: Reading, end: Reading): number | null {
  const [before, after] = [begin.machine?.everybody ?? null, end.machine?.everybody ?? null];
  if (before === null || after === null) return null;
  const ours = new Set([
    ...[begin, end].flatMap(({ roles }) => Object.values(roles).flatMap((pids) => Object.keys(pids))),
    ...(end.machine?.softirqPids ?? []).map(String),
  ]);
  const sum = (ticks: Record<number, number>): number =>
    Object.entries(ticks).reduce((total, [pid, one]) => (ours.has(pid) ? total : total + one), 0);
  return sum(after) - sum(before);
}

/** The kernel counts idle time in ticks, so a short window knows its shares only to this. */
export const ledgerResolution = (elapsed: number): number => 1 / clockTicksPerSecond / elapsed;

/** A client that keeps its own time measures a window that is known from outside only to this, in seconds. */
const ownWindowSlack = 0.1;

/**
 * The workload's bytes against the kernel's, which are made those of a window of the same length. Buffers may hold
 * some of them at either mark, so they agree when they differ by less than 1 % and 8 MiB a connection, and what is moved
 * in the time by which the two windows lie apart; `windows` are those over which the workload counted.
 */
export function bytesLedger(
  result: { bytes: number; seconds: number },
  kernel: { begin: Count; end: Count } | null,
  { kernelOverhead, window }: Pick<Workload, 'kernelOverhead' | 'window'>,
  jobs: number,
  windows: readonly Marks[] = [],
): Trust['bytes'] {
  if (kernel === null) return null;
  const seconds = (kernel.end.timeNs - kernel.begin.timeNs) * 1e-9;
  const counted = Math.round(((kernel.end.bytes - kernel.begin.bytes) * result.seconds) / seconds);
  const share = 0.01 + (secondsApart(kernel, windows) + (window.kind === 'own' ? ownWindowSlack : 0)) / result.seconds;
  const slack = share * result.bytes + jobs * (8 << 20);
  const most = result.bytes * (1 + kernelOverhead) + slack;
  return { workload: result.bytes, kernel: counted, agree: counted >= result.bytes - slack && counted <= most };
}

/** A machine that is busy may read one of the two late, at a time when another rate holds than over the whole window. */
function secondsApart({ begin, end }: { begin: Count; end: Count }, windows: readonly Marks[]): number {
  const apart = windows.map(({ beginNs, endNs }) => Math.abs(begin.timeNs - beginNs) + Math.abs(end.timeNs - endNs));
  return Math.max(0, ...apart) * 1e-9;
}

/** A client that keeps its own time may begin to close before its last line is heard: looks this near the end do not count. */
export const closingNs = 150e6;

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

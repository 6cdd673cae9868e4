import { machineLimit } from '../../../model/limit.js';
import { roleKey } from '../../../model/names.js';
import { isAtQuota, type Throttled } from '../../../model/quota.js';
import type { RoleUse } from './usage.js';

/** A thread or CPU set that is this close to its limit is at it. */
const atLimit = 0.95;

/** What was at its limit on one machine. */
export interface Limit {
  /** Null: the machine itself. */
  role: string | null;
  /** Cores that a role used, or the share of the machine that was busy. */
  cpu: number;
}

/**
 * Which part of what runs on one machine was at its limit: a thread, or a pinned set of CPUs, that was always busy or waited
 * for, or a quota. When several are, it is the machine if that has nothing left, else the one that ran most.
 * Null: none was, so the limit is latency or flow control, or lies elsewhere.
 */
export function limitOn(
  uses: Record<string, RoleUse>,
  elapsed: number,
  cpus: Record<string, readonly number[] | null>,
  idleShare: number | null,
  throttled: Readonly<Record<string, Throttled>> = {},
): Limit | null {
  const candidates = Object.entries(uses)
    .filter(([role]) => role !== 'flimflam')
    .flatMap(([role, use]) => {
      const set = cpus[role]?.length;
      const parts = use.threads.map(({ cpuNs, runDelayNs }) => ({
        cpu: cpuNs * 1e-9,
        waited: (runDelayNs ?? 0) * 1e-9,
      }));
      if (set !== undefined) parts.push({ cpu: use.cpuSeconds / set, waited: (use.runDelaySeconds ?? 0) / set });
      const held = throttled[role];
      if (held !== undefined && isAtQuota(held, use.cpuSeconds / elapsed)) {
        parts.push({ cpu: use.cpuSeconds, waited: elapsed });
      }
      const full = parts.filter(({ cpu, waited }) => (cpu + waited) / elapsed >= atLimit);
      return full.length === 0 ? [] : [{ role, cpu: Math.max(...full.map(({ cpu }) => cpu)) / elapsed }];
    })
    .sort((a, b) => b.cpu - a.cpu);
  const machineIsFull = idleShare !== null && idleShare < 1 - atLimit;
  if (machineIsFull && candidates.length !== 1) return { role: null, cpu: 1 - idleShare };
  return candidates[0] ?? null;
}

/**
 * The same of a run, as its summary says it. Of several machines one that has nothing left comes first, the busiest of them
 * before the others, as it does on a single one; `host` is null there.
 */
export function limitedBy(limits: readonly { host: string | null; limit: Limit | null }[]): string | null {
  const found = limits
    .flatMap(({ host, limit }) => (limit === null ? [] : [{ host, ...limit }]))
    .sort((a, b) => Number(a.role !== null) - Number(b.role !== null) || b.cpu - a.cpu);
  const [first] = found;
  if (first === undefined) return null;
  return first.role === null ? machineLimit(first.host) : roleKey(first.role);
}

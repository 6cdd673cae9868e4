import { roleTitle } from '../../model/names.js';
import type { Throttled } from '../../model/quota.js';
import type { Summary } from '../../model/summary.js';
import { formatCount } from '../../units/quantity.js';

/** `0.5 CPU`, `2.5 CPUs`. */
export const cpusText = (cpus: number): string => `${Number(cpus.toFixed(4))} CPU${cpus > 1 ? 's' : ''}`;

/** The relays that had a quota, nearest the client first. */
export function throttledRoles({ resources }: Summary): [role: string, Throttled][] {
  return Object.entries(resources)
    .flatMap(([role, { throttled }]) => (throttled === null ? [] : [[role, throttled] as [string, Throttled]]))
    .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
}

/** `relay 1 throttled 2.4 of 5.0 s (48 of 50 periods), quota 0.5 CPU`. */
export const throttledLines = (summary: Summary): string[] =>
  throttledRoles(summary).map(
    ([role, throttled]) =>
      `${roleTitle(role)} throttled ${throttledTime(throttled, isOnOneCpu(summary, role))} ` +
      `(${throttledPeriods(throttled)} periods), quota ${cpusText(throttled.quota)}`,
  );

/** The kernel sums over CPUs, so that only on a single one it is a part of the window. */
export const isOnOneCpu = ({ plan }: Summary, role: string): boolean => plan.cpus[role]?.length === 1;

/** How long it was held: of the window, or summed over CPUs. */
export const throttledTime = ({ seconds, elapsed }: Throttled, onOneCpu: boolean): string =>
  onOneCpu
    ? `${seconds.toFixed(1)} of ${elapsed.toFixed(1)} s`
    : `${seconds.toFixed(1)} CPU-s in ${elapsed.toFixed(1)} s`;

export const throttledPeriods = ({ periods, throttled_periods: held }: Throttled): string =>
  `${formatCount(held)} of ${formatCount(periods)}`;

import { usageError } from '../errors.js';
import { relayRole } from '../model/names.js';
import { smallestQuota } from '../model/quota.js';
import type { Scenario } from '../model/scenario.js';
import type { Warning } from '../model/summary.js';

/** Refuses a quota that the kernel does not know. */
export function requirePossibleQuota({ deployment: { quota } }: Scenario): void {
  if (quota === null || quota >= smallestQuota) return;
  throw usageError(
    'quota-too-small',
    `--cpu-quota ${quota}: the kernel gives at least 1 ms in each period of 100 ms`,
    `at least ${smallestQuota}`,
  );
}

/** Says so when a quota holds nobody back. */
export function quotaWarnings(
  { deployment: { quota }, hops }: Scenario,
  byRole: Readonly<Record<string, readonly number[] | null>>,
  available: number,
): Warning[] {
  if (quota === null) return [];
  const fewest = Math.min(...Array.from({ length: hops }, (_, at) => byRole[relayRole(at + 1)]?.length ?? available));
  if (hops > 0 && quota <= fewest) return [];
  return [
    {
      code: 'quota-without-effect',
      message:
        hops === 0
          ? `--cpu-quota ${quota} holds no process, as there is no relay`
          : `a quota of ${quota} CPUs is more than the ${fewest} that a relay may use`,
      advice: hops === 0 ? 'leave --cpu-quota out' : `use --cpu-limit ${Math.ceil(quota)}, or a smaller --cpu-quota`,
    },
  ];
}

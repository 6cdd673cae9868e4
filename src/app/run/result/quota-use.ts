import type { Reading } from '../../../model/readings.js';
import type { Throttled } from '../../../model/quota.js';

/** How each relay was held to its quota between the readings at both marks, by role; none where there was no quota. */
export function throttledByRole(
  begin: Reading,
  end: Reading,
  quotas: Readonly<Record<string, number | null>>,
): Record<string, Throttled> {
  return Object.fromEntries(
    Object.entries(quotas).flatMap(([role, quota]) => {
      const [before, after] = [begin.bandwidth[role], end.bandwidth[role]];
      if (quota === null || before === undefined || after === undefined) return [];
      const throttled: Throttled = {
        quota,
        seconds: (after.throttledNs - before.throttledNs) * 1e-9,
        elapsed: (end.timeNs - begin.timeNs) * 1e-9,
        periods: after.periods - before.periods,
        throttled_periods: after.throttledPeriods - before.throttledPeriods,
      };
      return [[role, throttled]];
    }),
  );
}

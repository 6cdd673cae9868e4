import { longWindow } from '../../../model/long-window.js';
import type { Growth, PerHour } from '../../../model/growth.js';
import { roleKey } from '../../../model/names.js';
import type { RoutersOverTime } from '../../../model/router-series.js';
import { slopeOf, type Point } from '../../../stats/growth.js';
import type { Execution } from '../execution.js';

const secondsPerHour = 3600;

/** A window that was asked to last this long may have been measured some milliseconds shorter. */
const slack = 1;

/** What the resident memory of each role grew by; null of a window too short to tell growth from a beginning. */
export function growthOf(
  { marks, samples, end }: Pick<Execution, 'marks' | 'samples' | 'end'>,
  routers: RoutersOverTime | null,
): Growth | null {
  if (marks === null || end === null) return null;
  const { beginNs, endNs } = marks;
  const seconds = (endNs - beginNs) * 1e-9;
  if (seconds < longWindow - slack) return null;
  const inWindow = samples.filter(({ timeNs }) => timeNs >= beginNs && timeNs <= endNs);
  const roles = [...new Set(inWindow.flatMap(({ roles }) => Object.keys(roles)))];
  const rss = roles.flatMap((role) => {
    const points = inWindow.flatMap(({ timeNs, roles }): Point[] => {
      const bytes = roles[role]?.rssBytes ?? 0;
      // Of a process that has ended nothing is left to grow.
      return bytes === 0 ? [] : [{ time: (timeNs - beginNs) * 1e-9, value: bytes }];
    });
    const growth = perHour(points, seconds);
    return growth === null ? [] : [[roleKey(role), growth] as const];
  });
  return { seconds, rss: Object.fromEntries(rss), pools: routers === null ? {} : poolsOf(routers, seconds) };
}

/** Of each router the pools of which threads hold objects; free ones that the pool keeps are no leak. */
function poolsOf({ time, routers }: RoutersOverTime, seconds: number): Growth['pools'] {
  return Object.fromEntries(
    Object.entries(routers).map(([role, { pools }]) => {
      const found = Object.entries(pools).flatMap(([type, { in_threads: values }]) => {
        const points = values.flatMap((value, at): Point[] => (value === null ? [] : [{ time: time[at]!, value }]));
        const growth = perHour(points, seconds);
        return growth === null ? [] : [[type, growth] as const];
      });
      return [role, Object.fromEntries(found)];
    }),
  );
}

/** The slope of values at seconds of a window, by the hour; null where too little is known. */
function perHour(points: readonly Point[], seconds: number): PerHour | null {
  const slope = slopeOf(points, { from: 0, to: seconds });
  if (slope === null) return null;
  const [per_hour, low, high] = [slope.estimate, ...slope.interval].map((value) => Math.round(value * secondsPerHour));
  return { per_hour: per_hour!, low: low!, high: high! };
}

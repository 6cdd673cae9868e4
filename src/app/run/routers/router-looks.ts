import type { RouterSample } from '../../../router/sample.js';

/** All routers at one moment; one that did not answer is not there. */
export interface RouterLook {
  /** When they were asked, CLOCK_MONOTONIC nanoseconds. */
  timeNs: number;
  /** By role. */
  routers: Record<string, RouterSample>;
}

/** What was seen of the routers over time. */
export interface RoutersSeen {
  /** The first before the client, the last right after the window. */
  looks: RouterLook[];
  /** Between two looks; all but the newest are so far apart. */
  intervalNs: number;
  /** By role: questions that were not answered, or not asked since the one before was not, and what went wrong first. */
  missed: Record<string, { looks: number; why: string | null }>;
}

/** Two neighbouring looks as one: of what only grows the later one, of a level the highest. */
export function mergedLooks(earlier: RouterLook, later: RouterLook): RouterLook {
  const routers = { ...earlier.routers };
  for (const [role, sample] of Object.entries(later.routers)) {
    const before = routers[role];
    routers[role] = before === undefined ? sample : merged(before, sample);
  }
  return { timeNs: later.timeNs, routers };
}

const merged = (earlier: RouterSample, later: RouterSample): RouterSample => ({
  ...later,
  resident: highest(earlier.resident, later.resident),
  blocked: highest(earlier.blocked, later.blocked),
  stuck: highest(earlier.stuck, later.stuck),
  pools: later.pools ?? earlier.pools,
  log: later.log ?? earlier.log,
});

const highest = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? (one ?? other) : Math.max(one, other);

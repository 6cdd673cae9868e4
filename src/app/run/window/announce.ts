import { nowNs, until } from '../../../host/clock.js';
import { otherHosts } from '../../../model/plan.js';
import { thisMachine } from '../../../model/placement.js';
import type { Stage } from '../stage.js';
import { snapshotAt } from './counters.js';

/** The clocks of two machines may drift apart by 0.1 ms in this time, in nanoseconds. */
const aheadNs = 1e9;
/** Twenty round trips, in milliseconds; on a link that is slower than that the last measurement has to do. */
const clockMs = 300;

/**
 * Tells everybody who counts of a mark of the window: on this machine at once, on the others shortly before, by what their
 * clocks are then.
 */
export function announce(stage: Stage, mark: string, timeNs: number): void {
  const { plan, trouble, watchers } = stage;
  snapshotAt(stage, timeNs, (on) => on === thisMachine);
  if (otherHosts(plan).length === 0) return;
  const telling = async (): Promise<void> => {
    await until(timeNs - aheadNs);
    // An end that was put forward is announced in its place.
    if (trouble.signal.aborted || isPast(stage, timeNs)) return;
    if (timeNs > nowNs()) await watchers.measureClocks(clockMs);
    watchers.readAt(mark, timeNs);
    snapshotAt(stage, timeNs, (on) => on !== thisMachine);
  };
  telling().catch((error: Error) => trouble.report(error));
}

/** Whether the window ends before this time. */
const isPast = ({ seen: { marks } }: Stage, timeNs: number): boolean => marks !== null && timeNs > marks.endNs;

/** Has everybody count now. */
export function announceNow(stage: Stage, mark: string): void {
  stage.watchers.readAt(mark, 0);
  snapshotAt(stage, 0);
}

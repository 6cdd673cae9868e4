import { nowNs, until } from '../../../host/clock.js';
import { kernelCounts, marksIn, snapshotAt } from './counters.js';
import type { Stage } from '../stage.js';
import { untilTrue } from '../until-true.js';

/** A mark must be known before it is due, so that nothing is counted that comes after it. */
const aheadNs = 30e6;

/** Somebody waits at a terminal: what has not come by then is let go. */
const patienceMs = 300;

/**
 * Ends an announced window now, in good order: a second mark for all that count, then the client's last words. The mark
 * that was announced for later never comes.
 */
export async function endEarly(stage: Stage): Promise<void> {
  const { plan, guardian, sampler, trouble, exits, seen } = stage;
  if (seen.marks === null) throw new Error('only a window that was announced is ended early');
  const endNs = nowNs() + aheadNs;
  seen.marks = { ...seen.marks, endNs };
  snapshotAt(stage, endNs);
  await trouble.race(until(endNs));
  seen.end = sampler.read();
  const done = [
    () => plan.counted.every(({ end }) => marksIn(guardian.output(end)).length >= 2),
    () => guardian.exitOf('client') !== null,
  ] as const;
  if (!(await untilTrue(stage, done[0], patienceMs))) return;
  seen.kernel = await trouble.race(kernelCounts(stage));
  exits.expect('client');
  guardian.write('client', 'quit');
  await untilTrue(stage, done[1], patienceMs);
}

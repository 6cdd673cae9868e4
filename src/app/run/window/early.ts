import { nowNs, until } from '../../../host/clock.js';
import { endMark } from '../posts/watchers.js';
import { announce } from './announce.js';
import { kernelCounts, marksIn } from './counters.js';
import { otherHosts } from '../../../model/plan.js';
import type { Stage } from '../stage.js';
import { untilTrue } from '../until-true.js';

/** A mark must be known before it is due, so that nothing is counted that comes after it. */
const aheadNs = 30e6;
/** The same where other machines have to be told: their clocks are measured first, in nanoseconds. */
const farAheadNs = 400e6;

/** Somebody waits at a terminal: what has not come by then is let go. */
const patienceMs = 300;

/**
 * Ends an announced window now, in good order: a second mark for all that count, then the client's last words. The mark
 * that was announced for later never comes.
 */
export async function endEarly(stage: Stage): Promise<void> {
  const { plan, guardian, sampler, watchers, trouble, exits, seen } = stage;
  if (seen.marks === null) throw new Error('only a window that was announced is ended early');
  const endNs = nowNs() + (otherHosts(plan).length > 0 ? farAheadNs : aheadNs);
  seen.marks = { ...seen.marks, endNs };
  announce(stage, endMark, endNs);
  await trouble.race(until(endNs));
  seen.end = sampler.read();
  watchers.end();
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

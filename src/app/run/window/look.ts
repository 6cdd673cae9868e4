import { nowNs } from '../../../host/clock.js';
import type { Stage } from '../stage.js';

/** Only of windows that are longer than this something is known that would be a pity to lose. */
const leastSeconds = 60;
const betweenLooksSeconds = 10;
const betweenSavesSeconds = 60;
/** Of what other machines read then. */
const lookMark = 'look';
/** Near its end a window belongs to the marks. */
const beforeEndSeconds = 2;

/** Whether a window is long enough for that. */
export const isLookedAt = ({ plan }: Stage): boolean => plan.scenario.duration >= leastSeconds;

/**
 * Called often in a window: now and then reads everything, as if the window ended there, and has it saved. When a relay
 * dies in hour three, or the machine does, the last of these looks is the end of what was measured.
 */
export function looksIn(stage: Stage, save: () => void): () => void {
  const { duration } = stage.plan.scenario;
  let nextLook = 1;
  let nextSave = 2;
  return () => {
    const { marks, begin, end } = stage.seen;
    if (!isLookedAt(stage) || marks === null || begin === null || end !== null) return;
    const elapsed = (nowNs() - marks.beginNs) / 1e9;
    if (elapsed < nextLook || elapsed > duration - beforeEndSeconds) return;
    void lookAround(stage);
    // Soon at first, since what goes wrong mostly does so early.
    while (nextLook <= elapsed) nextLook += Math.min(nextLook, betweenLooksSeconds);
    if (elapsed < nextSave) return;
    while (nextSave <= elapsed) nextSave += betweenSavesSeconds;
    save();
  };
}

/** What was read on this machine and on the others; those take a moment to tell, until which the last look of them counts. */
async function lookAround({ seen, sampler, watchers }: Stage): Promise<void> {
  const here = sampler.read();
  seen.lately = { here, elsewhere: seen.lately?.elsewhere ?? {} };
  watchers.readAt(lookMark, 0);
  const elsewhere = await watchers.collect(lookMark);
  // One that tells nothing any more may be lost: then the look before is the last.
  if (Object.values(elsewhere).every(({ end }) => end !== null)) seen.lately = { here, elsewhere };
}

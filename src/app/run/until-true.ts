import { nowNs, sleep } from '../../host/clock.js';
import type { Stage } from './stage.js';

/** Waits at most so long for something that happens soon; false if it does not. */
export async function untilTrue({ trouble }: Stage, done: () => boolean, patienceMs: number): Promise<boolean> {
  const deadline = nowNs() + patienceMs * 1e6;
  while (!done()) {
    if (nowNs() > deadline) return false;
    await trouble.race(sleep(2));
  }
  return true;
}

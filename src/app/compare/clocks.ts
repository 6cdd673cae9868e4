import { nowNs } from '../../host/clock.js';

/** Two clocks at one moment. CLOCK_MONOTONIC stands still while the machine sleeps; the time of day goes on. */
export interface Clocks {
  wallMs: number;
  monotonicMs: number;
}

export const readClocks = (): Clocks => ({ wallMs: Date.now(), monotonicMs: nowNs() / 1e6 });

/** A step in which the time of day is set is seldom as large, and then costs one more pair. */
const suspendedSeconds = 2;

/** Seconds for which the machine slept between two moments, as far as the clocks tell; null if it did not. */
export function sleptSeconds(before: Clocks, after: Clocks): number | null {
  const seconds = (after.wallMs - before.wallMs - (after.monotonicMs - before.monotonicMs)) / 1000;
  return seconds > suspendedSeconds ? seconds : null;
}

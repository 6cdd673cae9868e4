import { sampleMs } from './kept-series.js';

/** Whoever takes samples does so at multiples of this, in nanoseconds. */
const rasterNs = sampleMs * 1e6;

/** The clock of another machine is known to within a millisecond or so; who waits for a CPU is late by more. */
const earlyNs = 10e6;

/** Who is more than this behind has left a sample out, or is lost. */
const longestWait = 20;

/**
 * Joins what several sources tell of the same times: calls back with all of it as one once each of them has told. A time of
 * which one of them told nothing is left out. What a single source tells is passed on as it is.
 */
export function jointly<T extends { timeNs: number }>(
  sources: readonly string[],
  join: (told: readonly T[]) => T,
  onJoined: (one: T) => void,
): (source: string, one: T) => void {
  const waiting = new Map<number, Map<string, T>>();
  return (source, one) => {
    if (sources.length === 1) return onJoined(one);
    const place = Math.floor((one.timeNs + earlyNs) / rasterNs);
    const told = waiting.get(place) ?? new Map<string, T>();
    waiting.set(place, told.set(source, one));
    for (const old of waiting.keys()) if (old < place - longestWait) waiting.delete(old);
    if (told.size < sources.length) return;
    waiting.delete(place);
    onJoined(join([...told.values()]));
  };
}

/** The mean of their times, which lie within an interval. */
export const meanTimeNs = (all: readonly { timeNs: number }[]): number =>
  all.reduce((sum, { timeNs }) => sum + timeNs, 0) / all.length;

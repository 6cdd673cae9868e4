import { setTimeout as delay } from 'node:timers/promises';
import { nowNs } from '../../host/clock.js';
import { hostNamed } from '../../host/hosts.js';
import type { Hooks } from '../run/execution.js';

/** Seconds for a machine to start anew, or for a link to be mended. */
export const mostSeconds = 120;
/** Milliseconds between two tries to reach it. */
const pauseMs = 3000;

/** What waiting has of the world. */
export interface WaitMeans {
  /** Rejects where the host cannot be reached. */
  open: (name: string) => Promise<unknown>;
  /** Rejects when the signal is aborted. */
  pause: (signal: AbortSignal) => Promise<unknown>;
  nowNs: () => number;
}

const realMeans: WaitMeans = {
  open: hostNamed,
  pause: (signal) => delay(pauseMs, undefined, { signal }),
  nowNs,
};

/**
 * Waits until all of these machines answer again. Resolves with the name of the first that does not within two minutes;
 * null when all do, or when the user wants no more.
 */
export async function untilBack(
  names: readonly string[],
  { signal, onProgress, onEvent }: Pick<Hooks, 'signal' | 'onProgress' | 'onEvent'>,
  means: WaitMeans = realMeans,
): Promise<string | null> {
  const deadline = means.nowNs() + mostSeconds * 1e9;
  // An attempt to connect hangs for as long as ssh is patient; nobody who wants to end shall wait for it.
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
  });
  aborted.catch(() => {});
  for (const name of names) {
    onEvent(`waiting for ${name}`);
    while (!signal.aborted && !(await answers(name))) {
      const left = (deadline - means.nowNs()) / 1e9;
      if (signal.aborted) return null;
      if (left <= 0) return name;
      onProgress({ phase: `waiting for ${name}`, secondsLeft: null, bitsPerSecond: null });
      await means.pause(signal).catch(() => {});
    }
  }
  return null;

  async function answers(name: string): Promise<boolean> {
    try {
      await Promise.race([means.open(name), aborted]);
      return true;
    } catch {
      return false;
    }
  }
}

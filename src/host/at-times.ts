import { nowNs } from './clock.js';

/**
 * Calls back at those of the times `originNs` + n x `everyNs`, n any whole number, that are to come, until the function
 * that is returned is called. The schedule is absolute: a late call delays none of the following, and what is over is
 * left out.
 */
export function atTimes(originNs: number, everyNs: number, call: () => void): () => void {
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  const wait = (): void => {
    if (stopped) return;
    const now = nowNs();
    const nextNs = originNs + (Math.floor((now - originNs) / everyNs) + 1) * everyNs;
    timer = setTimeout(
      () => {
        if (nowNs() >= nextNs) call();
        wait();
      },
      Math.ceil((nextNs - now) / 1e6),
    );
  };
  wait();
  return () => {
    stopped = true;
    if (timer !== null) clearTimeout(timer);
  };
}

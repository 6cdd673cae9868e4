/** CLOCK_MONOTONIC in nanoseconds: the one clock of a run, the same for Flimflam and its native programs. */
export function nowNs(): number {
  return Number(process.hrtime.bigint());
}

/** Resolves at an absolute time of `nowNs`; at once when it has passed. A node timer alone is off by up to 1 ms. */
export function until(timeNs: number): Promise<void> {
  const leftMs = (timeNs - nowNs()) / 1e6;
  return leftMs <= 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, leftMs));
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

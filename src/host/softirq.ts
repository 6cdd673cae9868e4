import { readdirSync } from 'node:fs';
import { parseSchedStat } from './proc-text.js';
import { readProc } from './proc.js';

/**
 * The kernel's threads that move packets when there are too many to do it at once (ksoftirqd, one a CPU). On
 * loopback that is the work of the run, done in nobody's name. None are seen from inside a container.
 */
export function softirqThreads(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => readProc(`/proc/${pid}/comm`)?.startsWith('ksoftirqd/') === true);
}

/** CPU time of these threads so far, in nanoseconds. */
export function softirqNs(threads: readonly number[]): number {
  return threads.reduce((sum, pid) => sum + (parseSchedStat(readProc(`/proc/${pid}/schedstat`) ?? '')?.cpuNs ?? 0), 0);
}

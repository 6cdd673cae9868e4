import { localFiles } from './local-files.js';
import { parseSchedStat } from './proc-text.js';
import { everyPid } from './proc.js';

/**
 * The kernel's threads that move packets when there are too many to do it at once (ksoftirqd, one a CPU). On
 * loopback that is the work of the run, done in nobody's name. None are seen from inside a container.
 */
export function softirqThreads(files = localFiles): number[] {
  return everyPid(files).filter((pid) => files.text(`/proc/${pid}/comm`)?.startsWith('ksoftirqd/') === true);
}

/** CPU time of these threads so far, in nanoseconds. */
export function softirqNs(threads: readonly number[], files = localFiles): number {
  return threads.reduce(
    (sum, pid) => sum + (parseSchedStat(files.text(`/proc/${pid}/schedstat`) ?? '')?.cpuNs ?? 0),
    0,
  );
}

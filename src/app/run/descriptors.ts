import { ExpectedError } from '../../errors.js';
import type { Scenario } from '../../model/scenario.js';

/** Log, libraries, listening sockets and what else a program has open, generously. */
const spareFiles = 100;

/**
 * Refuses more jobs than open files allow. A relay holds two sockets for each connection, and the builtin one pipes
 * too while data is on its way.
 */
export function requireDescriptors({ jobs, hops, relay }: Scenario, { soft }: { soft: number }): void {
  const each = hops === 0 ? 1 : relay === 'builtin' ? 6 : 2;
  const needed = jobs * each + spareFiles;
  if (needed <= soft) return;
  throw new ExpectedError(
    'file-limit',
    `${jobs} jobs need ${needed} open files, and the limit is ${soft}`,
    `at most ${Math.max(0, Math.floor((soft - spareFiles) / each))} jobs, or raise it: ulimit -n ${needed}`,
  );
}

import type { Files } from './files.js';
import { localFiles } from './local-files.js';
import { everyPid, statOf } from './proc.js';

/** The first PID namespace, of which all others are parts: PROC_PID_INIT_INO of the kernel's proc_ns.h. */
const wholeMachine = 'pid:[4026531836]';

/** Whether every process of the machine is to be seen from here: not from a container, nor with hidepid. */
const everybodyIsSeen = (files: Files): boolean =>
  files.link('/proc/self/ns/pid') === wholeMachine && files.exists('/proc/1/stat');

/**
 * Clock ticks that every process has used so far, those of children that it has reaped included, by process id: so
 * that what a short-lived process used is still in the sum of all. Null where not everybody is seen.
 */
export function ticksOfEverybody(files = localFiles): Record<number, number> | null {
  if (!everybodyIsSeen(files)) return null;
  const ticks: Record<number, number> = {};
  for (const pid of everyPid(files)) {
    const stat = statOf(pid, files);
    if (stat !== null) ticks[pid] = stat.userTicks + stat.systemTicks + stat.reapedTicks;
  }
  return ticks;
}

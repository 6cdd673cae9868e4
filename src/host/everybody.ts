import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { parseStat } from './proc-text.js';
import { readProc } from './proc.js';

/** The first PID namespace, of which all others are parts: PROC_PID_INIT_INO of the kernel's proc_ns.h. */
const wholeMachine = 'pid:[4026531836]';

/** Whether every process of the machine is to be seen from here: not from a container, nor with hidepid. */
function everybodyIsSeen(): boolean {
  try {
    return readlinkSync('/proc/self/ns/pid') === wholeMachine && existsSync('/proc/1/stat');
  } catch {
    return false;
  }
}

/**
 * Clock ticks that every process has used so far, those of children that it has reaped included, by process id: so
 * that what a short-lived process used is still in the sum of all. Null where not everybody is seen.
 */
export function ticksOfEverybody(): Record<number, number> | null {
  if (!everybodyIsSeen()) return null;
  const ticks: Record<number, number> = {};
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = parseStat(readProc(`/proc/${name}/stat`) ?? '');
    if (stat !== null) ticks[Number(name)] = stat.userTicks + stat.systemTicks + stat.reapedTicks;
  }
  return ticks;
}

import type { Files } from './files.js';
import { parseStat } from './proc-text.js';

/** The kernel keeps 15 bytes of a name. */
const guardianName = 'flimflam-guardian'.slice(0, 15);

/** Whether another Flimflam is running something on the machine of these files: every run has a guardian there. */
export function otherGuardians(files: Files, own: ReadonlySet<number>): boolean {
  return files
    .names('/proc')
    .filter((name) => /^\d+$/.test(name) && !own.has(Number(name)))
    .filter((pid) => files.text(`/proc/${pid}/comm`)?.trimEnd() === guardianName)
    .some((pid) => {
      const stat = parseStat(files.text(`/proc/${pid}/stat`) ?? '');
      // Between its fork and its exec a child of ours has the name of its parent.
      return stat !== null && !own.has(stat.parent);
    });
}

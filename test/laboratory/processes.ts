import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Kills until there are none of these any more. */
export async function kill(pids: () => number[]): Promise<void> {
  for (;;) {
    const left = pids();
    if (left.length === 0) return;
    for (const pid of left) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended in the meantime.
      }
    }
    await sleep(5);
  }
}

export const isSshd = (pid: number): boolean => readIfThere(`/proc/${pid}/comm`).trim() === 'sshd';
/** The command line of a process; empty when it has ended. */
export const argumentsOf = (pid: number): string[] => readIfThere(`/proc/${pid}/cmdline`).split('\0').filter(Boolean);

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

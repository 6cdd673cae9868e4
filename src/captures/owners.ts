import type { CapturedThread } from '../model/capture.js';

/** Whose a thread is: a role (`relay1`), or a process where no run is known, and a name that is the same in every run. */
export interface Owner {
  role: string;
  thread: string;
}

/** Tells the owner of a thread that perf names; null for a thread that was not to be captured. */
export type OwnerOf = (pid: number, tid: number, comm: string) => Owner | null;

/** Owners by the threads that were there at the marks; a thread that came and went between them goes by its comm. */
export function ownersOf(threads: readonly CapturedThread[], targets: readonly string[]): OwnerOf {
  const byThread = new Map(threads.map(({ role, thread, tid }) => [tid, { role, thread }]));
  const roles = new Map(threads.map(({ role, pid }) => [pid, role]));
  const wanted = new Set(targets);
  return (pid, tid, comm) => {
    // `perf stat` tells no process ids.
    const known = byThread.get(tid);
    const role = known?.role ?? roles.get(pid);
    if (role === undefined || !wanted.has(role)) return null;
    return known ?? { role, thread: comm };
  };
}

/** Owners in a file of which no run is known: processes take the place of roles. */
export const ownersUnknown: OwnerOf = (pid, _tid, comm) => ({ role: `process ${pid}`, thread: comm });

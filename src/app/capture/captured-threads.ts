import { roleKey } from '../../model/names.js';
import type { CapturedThread } from '../../model/capture.js';
import type { ProcessReading, Reading } from '../../model/readings.js';

/**
 * Every thread that was there at either mark, with a name that is the same in every run of the scenario: its own, and
 * a number where several threads of a role share it (the workers of nginx do).
 */
export function capturedThreads(readings: readonly (Reading | null)[]): CapturedThread[] {
  const all = new Map<number, { role: string; pid: number; name: string }>();
  for (const reading of readings) {
    for (const [role, processes] of Object.entries(reading?.roles ?? {})) {
      for (const [pid, { threads }] of Object.entries<ProcessReading>(processes)) {
        for (const [tid, { name }] of Object.entries(threads)) all.set(Number(tid), { role, pid: Number(pid), name });
      }
    }
  }
  const sharing = new Map<string, number[]>();
  for (const [tid, { role, name }] of [...all].sort(([a], [b]) => a - b)) {
    const key = `${role} ${name}`;
    sharing.set(key, [...(sharing.get(key) ?? []), tid]);
  }
  return [...sharing.values()]
    .flatMap((tids) =>
      tids.map((tid, at) => {
        const { role, pid, name } = all.get(tid)!;
        return { role: roleKey(role), thread: tids.length > 1 ? `${name} ${at + 1}` : name, pid, tid };
      }),
    )
    .sort((a, b) => a.role.localeCompare(b.role, 'en', { numeric: true }) || a.tid - b.tid);
}

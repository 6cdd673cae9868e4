import type { Capture } from '../../model/capture.js';
import type { ExplainedChange } from '../../model/explanation.js';
import { roleTitle } from '../../model/names.js';
import type { Profile } from '../../model/profile.js';
import type { Summary } from '../../model/summary.js';
import { workOf } from '../../model/work.js';

/** Something that a captured run has an amount of, per unit of its work; of pools, at the end of the window. */
export interface Amount extends Pick<ExplainedChange, 'kind' | 'role' | 'unit' | 'name' | 'detail'> {
  amount: number;
}

/** CPU time (or events) in each function itself, whoever called it, from whichever thread. */
export function functionAmounts({ capture, results }: Summary, profile: Profile): Amount[] {
  const { frames, nodes, unit } = profile;
  const role = roleNames(capture);
  const roles: string[] = [];
  return nodes.parent.flatMap((parent, node): Amount[] => {
    const frame = nodes.frame[node]!;
    const kind = frames.kind[frame]!;
    roles.push(kind === 'role' ? role(frames.name[frame]!) : (roles[parent] ?? ''));
    const own = nodes.own[node]!;
    if (own === 0 || !functions.has(kind)) return [];
    const isTime = unit === 'ns';
    const one: Amount = {
      kind: 'function',
      role: roles[node]!,
      name: frames.name[frame]!,
      detail: placeOf(frames.binary[frame]!, kind),
      unit: isTime ? 'CPU-s' : 'count',
      amount: isTime ? own * 1e-9 : own,
    };
    return [perWork(results, one)];
  });
}

const functions: ReadonlySet<Profile['frames']['kind'][number]> = new Set(['user', 'kernel', 'unknown']);

/** How the roles of a profile are called everywhere else. */
function roleNames(capture: Capture | null): (title: string) => string {
  const names = new Map(capture?.targets.map((target) => [roleTitle(target), target]));
  return (title) => names.get(title) ?? title;
}

/** Where a function is: the version behind `.so` may be what differs between two builds that have the same function. */
function placeOf(binary: string, kind: string): string {
  if (kind !== 'kernel') return binary.replace(/\.so\.[\d.]+$/u, '.so');
  const name = binary.replaceAll(/^\[|\]$/gu, '');
  const isCore = /^(?:kernel\b|guest\.kernel\b|vmlinux|unknown$)/u.test(name);
  return isCore ? 'kernel' : `kernel ${name}`;
}

/** CPU time of each thread (those of one name together), and context switches of each role, as the kernel counts them. */
export function resourceAmounts({ capture, results, resources }: Summary): Amount[] {
  return (capture?.targets ?? []).flatMap((role): Amount[] => {
    const found = resources[role];
    if (found === undefined || results === null) return [];
    const { threads, context_switches: switches } = found;
    const seconds = results.duration;
    return [
      ...threads.map(({ name, cpu }): Amount => ({
        kind: 'thread',
        role,
        name,
        detail: '',
        unit: 'CPU-s',
        amount: cpu * seconds,
      })),
      ...(switches === null
        ? []
        : [{ kind: 'switches', role, name: 'context switches', detail: '', unit: 'count', amount: switches } as const]),
    ].map((one) => perWork(results, one));
  });
}

/** Calls of each system call, of all threads of a role. */
export const syscallAmounts = ({ capture, results }: Summary): Amount[] =>
  (capture?.syscalls?.rows ?? []).map(({ role, syscall, calls }) =>
    perWork(results, { kind: 'syscall', role, name: syscall, detail: '', unit: 'count', amount: calls }),
  );

/** What each pool of each router has in threads at the end of the window: used, or kept for the next time. */
export const poolAmounts = ({ capture }: Summary): Amount[] =>
  (capture?.routers ?? []).flatMap(({ role, pools }) =>
    (pools ?? []).map(({ type, size, in_threads: { after } }): Amount => ({
      kind: 'pool',
      role,
      name: type,
      detail: '',
      unit: 'bytes',
      amount: after * size,
    })),
  );

function perWork(results: Summary['results'], one: Amount): Amount {
  const work = workOf(results);
  if (work === null) throw new RangeError('nothing is known of the work of this run');
  return { ...one, amount: one.amount / work.amount };
}

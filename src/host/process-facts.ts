import { localFiles } from './local-files.js';
import { everyPid, statOf } from './proc.js';

export interface Identity {
  /** The kernel's name of it, at most 15 bytes. */
  name: string;
  /** The process whose thread it is; of a process, itself. */
  leader: number;
  /** Path; null where we may not look. */
  executable: string | null;
}

/** Who a process is; null when there is none, or only what its parent has not taken note of. */
export function identityOf(pid: number): Identity | null {
  const stat = statOf(pid);
  if (stat === null || stat.state === 'Z') return null;
  const leader = /^Tgid:\s+(\d+)/m.exec(localFiles.text(`/proc/${pid}/status`) ?? '')?.[1];
  return { name: stat.comm, leader: Number(leader ?? pid), executable: localFiles.link(`/proc/${pid}/exe`) };
}

/** The processes from which this one comes, nearest first. */
export function ancestorsOf(pid: number): number[] {
  const parent = statOf(pid)?.parent ?? 0;
  return parent === 0 ? [] : [parent, ...ancestorsOf(parent)];
}

/** All that come of these processes, and they themselves, by the one at the root. */
export function processTrees(roots: readonly number[]): Map<number, number[]> {
  const children = new Map<number, number[]>();
  for (const pid of everyPid()) {
    const stat = statOf(pid);
    if (stat === null || stat.state === 'Z') continue;
    children.set(stat.parent, [...(children.get(stat.parent) ?? []), pid]);
  }
  const tree = (pid: number): number[] => [pid, ...(children.get(pid) ?? []).flatMap(tree)];
  return new Map(roots.map((root) => [root, tree(root)]));
}

/** Where the files of a process are that has others than we, as one in a container; empty if they are ours. */
export const rootOf = (pid: number): string => (hasOther(pid, 'mnt') ? `/proc/${pid}/root` : '');

/** Whether its sockets are in another network than ours. */
export const hasOtherNetwork = (pid: number): boolean => hasOther(pid, 'net');

function hasOther(pid: number, namespace: 'mnt' | 'net'): boolean {
  const theirs = localFiles.link(`/proc/${pid}/ns/${namespace}`);
  return theirs !== null && theirs !== localFiles.link(`/proc/self/ns/${namespace}`);
}

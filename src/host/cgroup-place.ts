import { dirname, join } from 'node:path';
import type { CpuCgroup } from './cgroup-text.js';

/** How relays can be held to CPU time here, or why they cannot. */
export type QuotaWay =
  /** Each relay gets a cgroup in this folder. */
  | { kind: 'cgroup'; version: 1 | 2; parent: string }
  /** systemd is asked for a scope around each relay. */
  | { kind: 'systemd'; version: 1 | 2; command: string[] }
  | { kind: 'none'; reasons: string[] };

/** What can be seen of this machine's cgroups. */
export interface CgroupTree {
  /** The text of a file; null if it is not there. */
  text: (path: string) => string | null;
  /** Whether this user may write there, as the file system is mounted. */
  mayWrite: (path: string) => boolean;
}

/** Who asks: systemd has one manager for the system, and one for each user who is logged in. */
export interface Asker {
  uid: number;
  /** Absolute path of systemd-run; null if it is not installed. */
  systemdRun: string | null;
  /** Whether a manager of systemd answers this user. */
  manager: boolean;
}

/** Finds the way for a process that is in this cgroup: a cgroup of our own if one may be made, else systemd's. */
export function quotaWay(own: CpuCgroup | null, tree: CgroupTree, asker: Asker): QuotaWay {
  if (own === null)
    return { kind: 'none', reasons: ['no cgroup of this process with the cpu controller is to be seen'] };
  const parent = own.version === 1 ? parentIn1(own, tree) : parentIn2(own, tree);
  if ('folder' in parent) return { kind: 'cgroup', version: own.version, parent: parent.folder };
  const without = withoutSystemd(own, tree, asker);
  if (without !== null || asker.systemdRun === null) {
    return { kind: 'none', reasons: [parent.reason, without ?? 'there is no systemd-run'] };
  }
  const command = [asker.systemdRun, ...(asker.uid === 0 ? [] : ['--user']), '--scope', '--quiet', '--collect'];
  return { kind: 'systemd', version: own.version, command };
}

type Parent = { folder: string } | { reason: string };

/** In version 1 a cgroup may hold processes and cgroups at once, so it can be our own. */
function parentIn1({ folder }: CpuCgroup, { mayWrite }: CgroupTree): Parent {
  return mayWrite(folder) ? { folder } : { reason: `no cgroup may be made in ${folder}` };
}

/**
 * In version 2 a cgroup either holds processes or hands controllers on (the root may do both), so it is one above our own.
 * To go from there into a new one, the kernel wants the right to write cgroup.procs of the cgroup that both are in.
 */
function parentIn2({ folder, top }: CpuCgroup, { text, mayWrite }: CgroupTree): Parent {
  const reasons: string[] = [];
  for (const candidate of upTo(top, folder)) {
    const control = join(candidate, 'cgroup.subtree_control');
    if (!has(text(control), 'cpu')) reasons.push(`the cpu controller is not enabled in ${control}`);
    else if (mayWrite(candidate) && mayWrite(join(candidate, 'cgroup.procs'))) return { folder: candidate };
    else reasons.push(`no cgroup may be made in ${candidate}`);
  }
  // Nearest first; the most telling is one that lacks nothing but the right.
  return { reason: reasons.find((reason) => reason.startsWith('no cgroup')) ?? reasons.at(-1)! };
}

function upTo(top: string, folder: string): string[] {
  const folders = [folder];
  while (folders.at(-1) !== top && folders.at(-1) !== '/') folders.push(dirname(folders.at(-1)!));
  return folders;
}

/** Why systemd-run would not do; null if it can be tried. */
function withoutSystemd(own: CpuCgroup, { text }: CgroupTree, { uid, systemdRun, manager }: Asker): string | null {
  if (systemdRun === null) return 'there is no systemd-run';
  if (!manager) return `no ${uid === 0 ? '' : 'user '}manager of systemd answers`;
  if (uid === 0) return null;
  if (own.version === 1) return 'systemd gives users no cpu controller of cgroup version 1';
  const service = join(own.top, `user.slice/user-${uid}.slice/user@${uid}.service`, 'cgroup.controllers');
  return has(text(service), 'cpu') ? null : `the cpu controller is not handed on to the user (not in ${service})`;
}

const has = (words: string | null, word: string): boolean => words?.split(/\s+/).includes(word) === true;

import { closeSync, openSync, readSync } from 'node:fs';
import type { Address } from '../model/address.js';
import type { Files } from './files.js';
import { localFiles } from './local-files.js';
import { parseListening, parseStat, type ProcessStat } from './proc-text.js';

const numbersIn = (folder: string, files: Files): number[] =>
  files
    .names(folder)
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

export const threadsOf = (pid: number, files = localFiles): number[] => numbersIn(`/proc/${pid}/task`, files);

/** Every process of a machine that can be seen. */
export const everyPid = (files = localFiles): number[] => numbersIn('/proc', files);

/** What the kernel says of a process at this moment; null when there is none. */
export const statOf = (pid: number, files = localFiles): ProcessStat | null =>
  parseStat(files.text(`/proc/${pid}/stat`) ?? '');

/** Every live process, by process group. */
export function processesByGroup(files = localFiles): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (const pid of everyPid(files)) {
    const stat = statOf(pid, files);
    if (stat === null || stat.state === 'Z') continue;
    const members = groups.get(stat.processGroup);
    if (members === undefined) groups.set(stat.processGroup, [pid]);
    else members.push(pid);
  }
  return groups;
}

/** Sockets that take connections to this address, by inode; found without touching them. */
export function listenersAt({ host, port }: Address, files = localFiles): number[] {
  return ['/proc/net/tcp', '/proc/net/tcp6']
    .flatMap((file) => parseListening(files.text(file) ?? ''))
    .filter((one) => one.port === port && (one.host === host || one.host === '0.0.0.0' || host === '0.0.0.0'))
    .map(({ inode }) => inode);
}

/** Ports of 127.0.0.1 (or of every address) on which somebody listens. */
export function listeningInodes(): Map<number, number> {
  return new Map(parseListening(localFiles.text('/proc/net/tcp') ?? '').map(({ port, inode }) => [port, inode]));
}

/** Whether the process holds the socket with this inode. */
export const holdsSocket = (pid: number, inode: number, files = localFiles): boolean =>
  numbersIn(`/proc/${pid}/fd`, files).some((fd) => files.link(`/proc/${pid}/fd/${fd}`) === `socket:[${inode}]`);

/** Whether a process of the group that this one leads holds one of these sockets. */
export function groupHolds(leader: number, inodes: readonly number[], files = localFiles): boolean {
  const members = new Set([leader, ...(processesByGroup(files).get(leader) ?? [])]);
  return inodes.some((inode) => [...members].some((pid) => holdsSocket(pid, inode, files)));
}

/** /proc/PID/stat kept open: opening it anew for every sample costs more than twice as much CPU. */
export class StatFile {
  readonly #fd: number;
  readonly #buffer = Buffer.alloc(1024);

  constructor(pid: number) {
    this.#fd = openSync(`/proc/${pid}/stat`, 'r');
  }

  read(): ProcessStat | null {
    try {
      return parseStat(this.#buffer.toString('latin1', 0, readSync(this.#fd, this.#buffer, 0, this.#buffer.length, 0)));
    } catch {
      return null;
    }
  }

  close(): void {
    closeSync(this.#fd);
  }
}

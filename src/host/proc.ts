import { closeSync, openSync, readdirSync, readlinkSync, readSync } from 'node:fs';
import { readIfThere } from './read-if-there.js';
import type { Address } from '../model/address.js';
import { parseListening, parseStat, type ProcessStat } from './proc-text.js';

/** The text of a file under /proc, or null: a process can vanish between any two looks. */
export const readProc = readIfThere;

const numericNames = (folder: string): number[] => {
  try {
    return readdirSync(folder)
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
};

export const threadsOf = (pid: number): number[] => numericNames(`/proc/${pid}/task`);

/** Every live process, by process group. */
export function processesByGroup(): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (const pid of numericNames('/proc')) {
    const stat = parseStat(readProc(`/proc/${pid}/stat`) ?? '');
    if (stat === null || stat.state === 'Z') continue;
    const members = groups.get(stat.processGroup);
    if (members === undefined) groups.set(stat.processGroup, [pid]);
    else members.push(pid);
  }
  return groups;
}

/** Sockets that take connections to this address, by inode; found without touching them. */
export function listenersAt({ host, port }: Address): number[] {
  return ['/proc/net/tcp', '/proc/net/tcp6']
    .flatMap((file) => parseListening(readProc(file) ?? ''))
    .filter((one) => one.port === port && (one.host === host || one.host === '0.0.0.0' || host === '0.0.0.0'))
    .map(({ inode }) => inode);
}

/** Every process of this machine that can be seen. */
export const everyPid = (): number[] => numericNames('/proc');

/** What the kernel says of a process at this moment; null when there is none. */
export const statOf = (pid: number): ProcessStat | null => parseStat(readProc(`/proc/${pid}/stat`) ?? '');

/** Ports of 127.0.0.1 (or of every address) on which somebody listens. */
export function listeningInodes(): Map<number, number> {
  return new Map(parseListening(readProc('/proc/net/tcp') ?? '').map(({ port, inode }) => [port, inode]));
}

/** Whether the process holds the socket with this inode. */
export function holdsSocket(pid: number, inode: number): boolean {
  return numericNames(`/proc/${pid}/fd`).some((fd) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${fd}`) === `socket:[${inode}]`;
    } catch {
      return false;
    }
  });
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

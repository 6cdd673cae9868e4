import { join } from 'node:path';
import { nativeFolder } from './native.js';
import { readIfThere } from './read-if-there.js';

/**
 * Names of system calls by their numbers, which differ between kinds of CPU. They were read from the C headers of this
 * machine when the native programs were built.
 */
export function readSyscallNames(file = join(nativeFolder(), 'syscalls.txt')): ReadonlyMap<number, string> {
  return parseSyscallNames(readIfThere(file) ?? '');
}

/** Parses lines of a name and a number. Sample: `epoll_wait 232`. */
export function parseSyscallNames(text: string): ReadonlyMap<number, string> {
  return new Map([...text.matchAll(/^(\w+) (\d+)$/gm)].map(([, name = '', number]) => [Number(number), name]));
}

import { statSync, type Stats } from 'node:fs';
import { readBuildId } from './elf.js';

const buildIds = new Map<string, string | null>();

/** `readBuildId`, remembered for as long as the file has the same inode, time and size. */
export function buildIdOf(path: string): string | null {
  const stat = statIfThere(path);
  if (stat === null) return null;
  const key = [path, stat.ino, stat.mtimeMs, stat.size].join('\0');
  const known = buildIds.get(key);
  if (known !== undefined) return known;
  const id = readBuildId(path);
  buildIds.set(key, id);
  return id;
}

/** Null too for what may not be looked at, such as /proc/PID/exe of another user. */
function statIfThere(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    return null;
  }
}

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The text of a small file of /proc or /sys without its last newline; null if it is not there or not readable. */
export function textOf(root: string, path: string): string | null {
  try {
    return readFileSync(join(root, path), 'utf8').trimEnd();
  } catch {
    return null;
  }
}

/** The names in a folder; none if it is not there. */
export function namesIn(root: string, path: string): string[] {
  try {
    return readdirSync(join(root, path));
  } catch {
    return [];
  }
}

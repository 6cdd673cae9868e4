import { readFileSync } from 'node:fs';

/** The text of a file; null if it is not there or cannot be read. */
export function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

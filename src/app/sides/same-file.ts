import { createHash } from 'node:crypto';
import { readFileSync, realpathSync } from 'node:fs';
import { buildIdOf } from '../../host/libraries.js';

/** Whether two files are the same build: by their build ids, or byte for byte where one has none. */
export function sameFile(a: string, b: string): boolean {
  if (realpathSync(a) === realpathSync(b)) return true;
  const [idA, idB] = [buildIdOf(a), buildIdOf(b)];
  return idA !== null && idB !== null ? idA === idB : digest(a) === digest(b);
}

const digest = (path: string): string => digestOf([path]);

/** sha256 over the contents of files, in hexadecimal digits. */
export function digestOf(paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of paths) hash.update(readFileSync(path));
  return hash.digest('hex');
}

import { createHash } from 'node:crypto';
import { readFileSync, realpathSync } from 'node:fs';
import { buildIdOf } from '../../host/libraries.js';

/** Whether two files are the same build: by their build ids, or byte for byte where one has none. */
export function sameFile(a: string, b: string): boolean {
  if (realpathSync(a) === realpathSync(b)) return true;
  const [idA, idB] = [buildIdOf(a), buildIdOf(b)];
  return idA !== null && idB !== null ? idA === idB : digest(a) === digest(b);
}

const digest = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

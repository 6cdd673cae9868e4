import { lstatSync, renameSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { writing } from './write-error.js';

/**
 * Lets `name` in a folder point to a file of a run; what was there before stays under the name `earlier`. Throws
 * `cannot-write` where the folder refuses.
 */
export function linkHere(folder: string, name: string, target: string, earlier: string): void {
  const link = join(folder, name);
  writing(folder, () => {
    makeRoom(folder, name, earlier);
    symlinkSync(relative(dirname(link), target), link);
  });
}

/** Keeps what has this name in a folder under another one. */
export function makeRoom(folder: string, name: string, earlier: string): void {
  const path = join(folder, name);
  if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) renameSync(path, join(folder, earlier));
}

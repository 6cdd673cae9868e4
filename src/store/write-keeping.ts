import { renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { writeWhole } from './document.js';
import { makeRoom } from './link-here.js';
import { writing } from './write-error.js';

/**
 * Writes a file in one step. What was there before stays as `old.NAME`, and is untouched when the new file cannot be
 * written: then `cannot-write` is thrown.
 */
export function writeKeeping(path: string, text: string): void {
  const [folder, name] = [dirname(path), basename(path)];
  const made = join(folder, `.new.${name}`);
  writeWhole(made, text);
  writing(folder, () => {
    try {
      makeRoom(folder, name, `old.${name}`);
      renameSync(made, path);
    } catch (error) {
      rmSync(made, { force: true });
      throw error;
    }
  });
}

import { existsSync, rmSync } from 'node:fs';
import { nativeFolder } from '../host/native.js';
import { removeRunFolders, type Cleaned } from '../store/clean.js';

/** Removes only what Flimflam made: run folders in `parent`, links into them from `folder`, and the native build. */
export function clean(parent: string, folder: string): Cleaned {
  const { removed, kept } = removeRunFolders(parent, folder);
  const native = nativeFolder();
  // A run that is going on needs the native programs.
  if (kept.length === 0 && existsSync(native)) {
    rmSync(native, { recursive: true, force: true });
    removed.push(native);
  }
  return { removed, kept };
}

import { readdirSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import type { Files } from './files.js';
import { localFiles } from './local-files.js';

/** Build trees keep their programs three folders down (build/router/skrouterd), with a package around them five. */
const deepest = 6;
/** A source tree with its builds has some thousand folders; a home folder given by mistake has far more. */
const mostFolders = 20_000;

/**
 * Absolute paths of the executables with one of these names in a folder: where an installation keeps them (sbin,
 * bin, the folder itself), else anywhere below, nearest first. Links to folders are not followed, and a file that
 * two links lead to is one.
 */
export function findExecutables(folder: string, names: readonly string[]): string[] {
  const installed = findInstalled(localFiles, folder, names);
  return installed.length > 0 ? installed : different(localFiles, below(folder, names));
}

/** The same of an installation alone, on any machine: a whole tree would be much to ask of one that is far away. */
export function findInstalled(files: Files, folder: string, names: readonly string[]): string[] {
  const usual = ['sbin', 'bin', ''].flatMap((part) => names.map((name) => join(folder, part, name)));
  return different(files, usual.filter(files.isExecutable));
}

function below(folder: string, names: readonly string[]): string[] {
  const found: string[] = [];
  let level = [folder];
  for (let depth = 0, seen = 0; depth < deepest && seen < mostFolders; depth++) {
    const next: string[] = [];
    for (const path of level) {
      const entries = entriesOf(path);
      found.push(...entries.filter(({ name }) => names.includes(name)).map(({ name }) => join(path, name)));
      // Hidden folders are version control and caches.
      const inner = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
      next.push(...inner.map(({ name }) => join(path, name)));
    }
    seen += level.length;
    level = next;
  }
  return found.filter(localFiles.isExecutable);
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    // A folder that this user may not read holds nothing that this user could run.
    return [];
  }
}

function different(files: Files, paths: readonly string[]): string[] {
  return [...new Map(paths.toReversed().map((path) => [files.realPath(path) ?? path, path])).values()].toReversed();
}

import { readdirSync, realpathSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { isExecutable } from './programs.js';

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
  const usual = ['sbin', 'bin', ''].flatMap((part) => names.map((name) => join(folder, part, name)));
  const installed = usual.filter(isExecutable);
  return different(installed.length > 0 ? installed : below(folder, names));
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
  return found.filter(isExecutable);
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    // A folder that this user may not read holds nothing that this user could run.
    return [];
  }
}

function different(paths: readonly string[]): string[] {
  return [...new Map(paths.toReversed().map((path) => [realpathSync(path), path])).values()].toReversed();
}

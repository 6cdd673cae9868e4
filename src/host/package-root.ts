import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Absolute path of the checkout, or of the package that npm installed: this file lies two folders below it, in `src/host`
 * as well as in `build/cli`.
 */
export const packageRoot = join(import.meta.dirname, '..', '..');

/** Whether it was installed from a package: that has the entry for npm, but not the launcher, which builds. */
export const isPackage = (root: string = packageRoot): boolean =>
  existsSync(join(root, 'bin', 'flimflam.js')) && !existsSync(join(root, 'flimflam'));

/** Absolute path of what starts this very program. */
export const startPath = (root: string = packageRoot): string =>
  join(root, isPackage(root) ? join('bin', 'flimflam.js') : 'flimflam');

/** The version of Flimflam, from its package.json. */
export function packageVersion(): string {
  return (JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string }).version;
}

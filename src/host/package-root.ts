import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Absolute path of the checkout: this file lies two folders below it, in `src/host` as well as in `build/host`. */
export const packageRoot = join(import.meta.dirname, '..', '..');

/** The version of Flimflam, from its package.json. */
export function packageVersion(): string {
  return (JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string }).version;
}

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ExpectedError } from '../errors.js';
import { compilePackaged, nativeFolder } from '../host/native.js';
import { isPackage, packageRoot } from '../host/package-root.js';

/** Builds the native programs with make and cc; returns the folder they are in. */
export function buildNative(): string {
  if (isPackage()) return compilePackaged();
  const { status, error } = spawnSync('make', ['-s', '-C', join(packageRoot, 'native')], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (error !== undefined) throw new ExpectedError('no-make', 'make is not on PATH', 'install make and a C compiler');
  if (status !== 0)
    throw new ExpectedError('build-failed', 'the native programs could not be built', 'see the lines of make above');
  return nativeFolder();
}

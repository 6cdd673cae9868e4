import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { ExpectedError } from '../errors.js';
import { readDistribution } from './machine.js';
import { compileNative } from './native-compile.js';
import { digestOf, readNativeSources } from './native-sources.js';
import { isPackage, packageRoot, packageVersion } from './package-root.js';

type Variables = Readonly<Record<string, string | undefined>>;

const sourceFolder = join(packageRoot, 'native');

let folder: string | null = null;
let failure: ExpectedError | null = null;
let tell: (text: string) => void = () => {};

/** Names who is told that the first use compiles, which takes some seconds. */
export function tellOfCompiling(listener: (text: string) => void): void {
  tell = listener;
}

/** Tells of compiling, wherever that is done. */
export const tellCompiling = (text: string): void => tell(text);

/**
 * Absolute path of the folder that holds our own native programs: that of the checkout, or for a package, which may lie where
 * nobody may write, one of the user's cache.
 */
export const nativeFolder = (): string =>
  (folder ??= isPackage() ? cachedFolder(process.env) : join(sourceFolder, 'build'));

/** The same, with the programs of a package in it; throws an expected error where they cannot be made. */
export function usableNativeFolder(): string {
  const found = nativeFolder();
  if (!isPackage() || existsSync(found)) return found;
  // What failed once would fail for each of the programs.
  if (failure !== null) throw failure;
  tell('building native programs (first use)');
  try {
    compileNative(found, readNativeSources(sourceFolder));
  } catch (error) {
    if (error instanceof ExpectedError) failure = error;
    throw error;
  }
  return found;
}

/** Compiles the programs of a package, also where they are there already; returns their folder. */
export function compilePackaged(): string {
  compileNative(nativeFolder(), readNativeSources(sourceFolder), { replace: true });
  return nativeFolder();
}

/**
 * The folder for just these sources on just this kind of system: a home folder may be shared between several. The place is that
 * of the XDG Base Directory Specification, which wants relative paths to be ignored.
 */
function cachedFolder({ XDG_CACHE_HOME: cache, HOME: home }: Variables): string {
  const parent = cache !== undefined && isAbsolute(cache) ? cache : join(home ?? homedir(), '.cache');
  const machine = `${process.arch} ${readDistribution().name}`;
  const digest = digestOf(readNativeSources(sourceFolder), machine);
  return join(parent, 'flimflam', `${packageVersion()}-${digest}`);
}

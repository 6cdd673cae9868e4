import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, realpathSync, statSync } from 'node:fs';
import { delimiter, resolve } from 'node:path';
import type { InstalledProgram, ProgramSpec } from '../model/program.js';
import { outputOf } from './output-of.js';
import { usableNativeFolder } from './native.js';
import { readIfThere } from './read-if-there.js';

/** An ordinary user of Debian has no sbin on PATH, but relays are installed there. */
const systemFolders = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

/** Milliseconds; `nginx -V` needs about 5. */
const factsTimeout = 5000;

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Looks a program up, in the folders of `path` (as PATH has them) and then in sbin; null if it is not there. Our own are
 * compiled at their first use, if that was left to it; throws where that fails.
 */
export function findProgram(
  spec: ProgramSpec,
  path: string,
  environment: Variables = process.env,
): InstalledProgram | null {
  // An empty entry of PATH is the current folder (POSIX, "Other Environment Variables").
  const folders = spec.native === true ? [usableNativeFolder()] : [...path.split(delimiter), ...systemFolders];
  const found = folders.map((folder) => resolve(folder, spec.executable)).find(isExecutable);
  return found === undefined ? null : programAt(spec, found, environment);
}

/** The program at this absolute path, with its facts. */
export function programAt(spec: ProgramSpec, path: string, environment: Variables): InstalledProgram {
  return { path, facts: factsOf(spec, path, environment) };
}

function factsOf({ facts }: ProgramSpec, path: string, environment: Variables): Record<string, string> {
  if (facts === undefined) return {};
  if (facts.arguments === null) return facts.read('', existsSync, realpathSync(path), readIfThere);
  const { stdout, stderr } = spawnSync(path, facts.arguments, {
    env: environment,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: factsTimeout,
    killSignal: 'SIGKILL',
  });
  return facts.read(`${stdout ?? ''}${stderr ?? ''}`, existsSync, realpathSync(path), readIfThere);
}

/** The version that a program prints of itself (nginx does so on stderr); null if it prints none. */
export async function programVersion(
  spec: ProgramSpec,
  path: string,
  environment: Variables = process.env,
): Promise<string | null> {
  return (await tryVersion(spec, path, environment)).version;
}

/** The version, and what went wrong if the program does not even start (such as a library that is missing). */
export async function tryVersion(
  spec: ProgramSpec,
  path: string,
  environment: Variables = process.env,
): Promise<{ version: string | null; failure: string | null }> {
  if (spec.version === null) return { version: null, failure: null };
  const { text, failure } = await outputOf([path, ...spec.version.arguments], environment);
  // The words of a loader that failed could pass for a version.
  return failure === null
    ? { version: spec.version.pattern.exec(text)?.[1] ?? null, failure }
    : { version: null, failure };
}

/** Whether this is a regular file that this user may execute. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

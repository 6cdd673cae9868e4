import { spawnSync } from 'node:child_process';
import { delimiter, join, resolve } from 'node:path';
import type { InstalledProgram, ProgramSpec } from '../model/program.js';
import { localFiles } from './local-files.js';
import { usableNativeFolder } from './native.js';
import { outputOf, type Output } from './output-of.js';

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
  const found =
    spec.native === true
      ? firstExecutable([join(usableNativeFolder(), spec.executable)])
      : firstExecutable(placesOf(spec.executable, path.split(delimiter)));
  return found === null ? null : programAt(spec, found, environment);
}

/** Where an executable may be: in these folders, and then in sbin. */
export function placesOf(executable: string, folders: readonly string[]): string[] {
  // An empty entry of PATH is the current folder (POSIX, "Other Environment Variables").
  return [...folders, ...systemFolders].map((folder) => resolve(folder, executable));
}

/** The first of these paths that can be executed. */
export const firstExecutable = (paths: readonly string[], files = localFiles): string | null =>
  paths.find(files.isExecutable) ?? null;

/** The program at this absolute path, with its facts. */
export function programAt(spec: ProgramSpec, path: string, environment: Variables): InstalledProgram {
  const words = spec.facts?.arguments ?? null;
  return { path, facts: factsOf(spec, path, words === null ? '' : printed([path, ...words], environment)) };
}

function printed([program = '', ...parameters]: readonly string[], environment: Variables): string {
  const { stdout, stderr } = spawnSync(program, parameters, {
    env: environment,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: factsTimeout,
    killSignal: 'SIGKILL',
  });
  return `${stdout ?? ''}${stderr ?? ''}`;
}

/** The facts about the program at this path, of what it printed for them and of the files beside it. */
export function factsOf(
  { facts }: ProgramSpec,
  path: string,
  output: string,
  files = localFiles,
): Record<string, string> {
  return facts === undefined ? {} : facts.read(output, files.exists, files.realPath(path) ?? path, files.text);
}

/** The version that a program prints of itself (nginx does so on stderr); null if it prints none. */
export async function programVersion(
  spec: ProgramSpec,
  path: string,
  environment: Variables = process.env,
): Promise<string | null> {
  return (await tryVersion(spec, path, environment)).version;
}

export interface Version {
  /** Null if the program prints none. */
  version: string | null;
  /** What went wrong if the program does not even start, such as a library that is missing. */
  failure: string | null;
}

/** The version, and what went wrong with it. */
export async function tryVersion(
  spec: ProgramSpec,
  path: string,
  environment: Variables = process.env,
): Promise<Version> {
  if (spec.version === null) return { version: null, failure: null };
  return versionIn(spec, await outputOf([path, ...spec.version.arguments], environment));
}

/** The version in what a program printed when it was asked for it. */
export function versionIn({ version }: ProgramSpec, { text, failure }: Output): Version {
  // The words of a loader that failed could pass for a version.
  return { version: failure === null ? (version?.pattern.exec(text)?.[1] ?? null) : null, failure };
}

/** Whether this is a regular file that this user may execute. */
export const isExecutable = (path: string): boolean => localFiles.isExecutable(path);

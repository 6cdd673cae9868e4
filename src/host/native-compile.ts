import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { ExpectedError, exitCodes } from '../errors.js';
import type { ProgramSpec } from '../model/program.js';
import { readDistribution } from './machine.js';
import { writeNativeSources, type NativeSource } from './native-sources.js';
import { installLine, packageManager } from './packages.js';

type Variables = Readonly<Record<string, string | undefined>>;

export interface CompileOptions {
  /** Whether what is there already goes; else it stays. */
  replace?: boolean;
  environment?: Variables;
}

/** What is said when the disk refuses. */
const otherPlace = 'set XDG_CACHE_HOME to a folder that may be written';

/**
 * Compiles our native programs into a folder of the user's cache; throws `no-compiler`, `build-failed` or `cannot-write`.
 * Each caller compiles in a place of its own, and the first to be done gives it the name: a folder of this name is always
 * whole, and nobody ever waits for one who died.
 */
export function compileNative(
  folder: string,
  sources: readonly NativeSource[],
  { replace = false, environment = process.env }: CompileOptions = {},
): void {
  const parent = dirname(folder);
  let place: string | null = null;
  try {
    mkdirSync(parent, { recursive: true });
    place = mkdtempSync(join(parent, '.compiling-'));
    writeNativeSources(place, sources);
    runMake(place, `${folder}.log`, environment);
    rmSync(join(place, 'build', 'obj'), { recursive: true, force: true });
    if (replace && existsSync(folder)) renameSync(folder, join(place, 'before'));
    publish(join(place, 'build'), folder);
  } catch (error) {
    if (error instanceof ExpectedError) throw error;
    const { message } = error as Error;
    throw new ExpectedError('cannot-write', `cannot write in ${parent}: ${message}`, otherPlace, undefined, {
      cause: error,
    });
  } finally {
    if (place !== null) rmSync(place, { recursive: true, force: true });
  }
}

function runMake(place: string, log: string, environment: Variables): void {
  // CC may hold options, too.
  const compiler = (environment['CC'] ?? 'cc').split(' ')[0] ?? 'cc';
  for (const tool of ['make', compiler]) requireTool(tool, environment);
  // Not the flags of a make that may have called us.
  const { MAKEFLAGS: _flags, MFLAGS: _otherFlags, ...others } = environment;
  const output = join(place, 'make.log');
  const file = openSync(output, 'w');
  const argv = ['-C', place, `-j${availableParallelism()}`, 'BUILD=build'];
  const { status, signal } = spawnSync('make', argv, { env: others, stdio: ['ignore', file, file] });
  closeSync(file);
  if (status === 0) return;
  // Ctrl-C goes to all processes of the terminal.
  if (signal === 'SIGINT') {
    const message = 'interrupted while the native programs were built';
    throw new ExpectedError('interrupted', message, null, exitCodes.interrupted);
  }
  renameSync(output, log);
  throw new ExpectedError('build-failed', ...failureOf(readFileSync(log, 'utf8'), log));
}

function requireTool(tool: string, environment: Variables): void {
  const { error } = spawnSync(tool, ['--version'], { env: environment, stdio: 'ignore' });
  if (error === undefined) return;
  const missing = `${tool} is missing, which builds the native programs`;
  throw new ExpectedError('no-compiler', missing, lineFor(tool, 'gcc libc6-dev make', 'gcc make'));
}

function failureOf(text: string, log: string): [message: string, remedy: string] {
  // Samples: `stdio.h: No such file or directory`, `cannot find -lc`, `cannot find crt1.o`.
  if (/std[a-z]*\.h: No such file|cannot find -lc|crt1\.o/.test(text)) {
    return ["the C library's headers are missing", `${lineFor('stdio.h', 'libc6-dev', 'glibc-devel')}; see ${log}`];
  }
  return ['the native programs could not be built', `see ${log}`];
}

function lineFor(executable: string, apt: string, dnf: string): string {
  const spec: ProgramSpec = { executable, version: null, packages: { apt, dnf } };
  return installLine(spec, packageManager(readDistribution()));
}

/** Gives what was built its name, unless somebody else was quicker: then his stays, which is the same. */
function publish(built: string, folder: string): void {
  try {
    renameSync(built, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}

import { ExpectedError } from '../errors.js';
import type { ProgramSpec } from '../model/program.js';
import { readDistribution } from './machine.js';
import { installLine, packageManager } from './packages.js';
import { findProgram } from './programs.js';

/** Linux perf, as a distribution packages it: Debian and Ubuntu call its package differently. */
export function perfProgram(distribution = readDistribution().id): ProgramSpec {
  return {
    executable: 'perf',
    version: { arguments: ['--version'], pattern: /^perf version (\S+)/m },
    packages: { apt: distribution === 'ubuntu' ? 'linux-tools-generic' : 'linux-perf', dnf: 'perf' },
  };
}

/** Absolute path of perf; null if it is not there. */
export function findPerf(environment: Readonly<Record<string, string | undefined>> = process.env): string | null {
  return findProgram(perfProgram(), environment['PATH'] ?? '', environment)?.path ?? null;
}

/** The line that installs perf on this distribution. */
export const installPerf = (): string => installLine(perfProgram(), packageManager(readDistribution()));

/** Absolute path of perf, for reading what was recorded somewhere; throws when it is not there. */
export function requirePerf(): string {
  const perf = findPerf();
  if (perf !== null) return perf;
  throw new ExpectedError('missing-program', 'perf is not on PATH (nor in an sbin folder)', installPerf());
}

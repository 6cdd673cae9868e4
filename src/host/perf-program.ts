import type { ProgramSpec } from '../model/program.js';
import { readDistribution } from './machine.js';
import { installLine, packageManager } from './packages.js';

/** Linux perf, as a distribution packages it: Debian and Ubuntu call its package differently. */
export function perfProgram(distribution = readDistribution().id): ProgramSpec {
  return {
    executable: 'perf',
    version: { arguments: ['--version'], pattern: /^perf version (\S+)/m },
    packages: { apt: distribution === 'ubuntu' ? 'linux-tools-generic' : 'linux-perf', dnf: 'perf' },
  };
}

/** The line that installs perf on a distribution. */
export const installPerf = (distribution = readDistribution()): string =>
  installLine(perfProgram(distribution.id), packageManager(distribution));

import { join, resolve } from 'node:path';
import { usageError } from '../../errors.js';
import { quoteForShell } from '../../units/shell.js';
import { shortPath, tell } from '../output.js';
import { conclude, type ConcludeOptions } from './conclude.js';

/** What a saved comparison can be printed with. */
const ofPrinting = new Set([
  'json',
  'markdown',
  'csv',
  'failOn',
  'bisect',
  'quiet',
  'verbose',
  'debug',
  'file',
  'module',
]);

/** What commander tells of a command line. */
export interface ParsedCommand {
  opts: () => object;
  getOptionValueSource: (key: never) => unknown;
}

/** The first option that was given and that is not among these, as `--its-name`; null if there is none. */
export function givenBeside(command: ParsedCommand, allowed: ReadonlySet<string>): string | null {
  const names = Object.keys(command.opts()) as never[];
  const wrong = names.find((name) => command.getOptionValueSource(name) === 'cli' && !allowed.has(name));
  return wrong === undefined ? null : `--${dashed(wrong)}`;
}

const dashed = (key: string): string => key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Prints the comparison of a folder once more. */
export async function printSaved(folder: string, options: ConcludeOptions, command: ParsedCommand): Promise<void> {
  const wrong = givenBeside(command, ofPrinting);
  if (wrong !== null) {
    throw usageError('one-side', `compare wants two builds, and here is one with ${wrong}`, 'flimflam compare A B');
  }
  const { hasComparisonSet } = await import('../../store/comparison-set-file.js');
  if (hasComparisonSet(folder)) {
    if (options.bisect === true) throw usageError('one-workload', '--bisect takes one workload');
    const { readComparisons } = await import('../../app/compare/several.js');
    const { printSeveral } = await import('./conclude-several.js');
    await printSeveral(readComparisons(folder), shortPath(folder) || '.', options);
    return;
  }
  const { hasComparison, readComparison } = await import('../../store/comparison-file.js');
  if (!hasComparison(folder)) {
    throw usageError(
      'one-side',
      `compare wants two builds, or the folder of a saved comparison, and ${folder} holds no comparison.json`,
      'flimflam compare A B',
    );
  }
  const comparison = readComparison(folder);
  await conclude(comparison, shortPath(folder) || '.', options);
  const above = join(folder, '..');
  if (comparison.among > 1 && hasComparisonSet(above)) {
    tell(
      `all ${comparison.among} workloads together: flimflam compare ${quoteForShell(shortPath(resolve(above)) || '.')}`,
    );
  }
}

import { Command } from '@commander-js/extra-typings';
import { print, shortPath } from '../output.js';

export function cleanCommand() {
  return new Command('clean')
    .description('remove what Flimflam made: run folders, links into them, the native build')
    .option('--output <dir>', 'where the run folders are', 'flimflam-runs')
    .action(async ({ output }) => {
      const { clean } = await import('../../app/clean.js');
      const { removed, kept } = clean(output, process.cwd());
      for (const path of removed) print(`removed ${shortPath(path)}`);
      for (const path of kept) print(`kept ${shortPath(path)}: this run is still going on`);
      if (removed.length + kept.length === 0) print('nothing to remove');
    });
}

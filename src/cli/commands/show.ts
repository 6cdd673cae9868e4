import { Command } from '@commander-js/extra-typings';

/** How a saved run is named, in every command that takes one. */
export const runHelp = 'its folder, a part of its name such as 3f2a, or latest';

export function showCommand() {
  return new Command('show')
    .description('print what is saved as it was printed when it was made')
    .argument('<run>', `a run, bench, comparison, sweep or capacity: ${runHelp}`)
    .option('--output <dir>', 'where the run folders are', 'flimflam-runs')
    .option('--json', 'print its document instead of text')
    .option('--debug', 'show the stack of errors')
    .action(async (name, { output, ...options }) => {
      const { findSaved } = await import('../../store/saved.js');
      const { showSaved } = await import('../saved/show.js');
      await showSaved(findSaved(name, output), options);
    });
}

import { Command } from '@commander-js/extra-typings';
import { runHelp } from './show.js';

export function againCommand() {
  return new Command('again')
    .description('the scenario of a saved run once more, with the programs that are found now')
    .argument('<run>', runHelp)
    .option('--output <dir>', 'where the run folders are, and where the new one goes', 'flimflam-runs')
    .option('--json', 'print summary.json of the new run instead of text')
    .option('-q, --quiet', 'no progress, only the result')
    .option('--verbose', 'tell every step on stderr')
    .option('--debug', 'tell every step, and show the stack of errors')
    .action(async (name, options) => {
      const { findSaved } = await import('../../store/saved.js');
      const { runOnceMore } = await import('../saved/again.js');
      await runOnceMore(findSaved(name, options.output), options);
    });
}

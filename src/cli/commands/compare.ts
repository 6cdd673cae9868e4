import { withCompareOptions } from '../compare/options.js';

export function compareCommand() {
  return withCompareOptions('compare')
    .description('is B better than A: two builds or two relays, in pairs of runs, with a verdict')
    .argument('<a>', 'a folder with a build, RELAY[:OPTION=VALUE], env:NAME=VALUE; or, alone, a saved comparison')
    .argument('[b]', 'the same for the other side')
    .action(async (a, b, options, command) => {
      if (b === undefined) {
        const { printSaved } = await import('../compare/saved.js');
        await printSaved(a, options, command);
      } else {
        const { beginComparison } = await import('../compare/begin.js');
        await beginComparison(a, b, options);
      }
    });
}

import { usageError } from '../../errors.js';
import { withCompareOptions } from '../compare/options.js';

export function compareCommand() {
  return withCompareOptions('compare')
    .description('is B better than A: two builds or two relays, in pairs of runs, with a verdict')
    .argument('[a]', 'a folder with a build, RELAY[:OPTION=VALUE], env:NAME=VALUE; or, alone, a saved comparison')
    .argument('[b]', 'the same for the other side')
    .action(async (a, b, options, command) => {
      if (options.resume !== undefined) {
        if (a !== undefined) throw usageError('too-much', '--resume takes the folder alone, without A and B');
        const { resume } = await import('../compare/resume.js');
        await resume(options.resume, options, command);
      } else if (a === undefined) {
        throw usageError('no-builds', 'compare wants two builds', 'flimflam compare A B');
      } else if (b === undefined) {
        const { printSaved } = await import('../compare/saved.js');
        await printSaved(a, options, command);
      } else {
        const { beginComparison } = await import('../compare/begin.js');
        await beginComparison(a, b, options);
      }
    });
}

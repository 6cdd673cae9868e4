import type { CompareHooks, FinishedComparison } from '../../app/compare/compare.js';
import { eventTeller } from '../events.js';
import { tell } from '../output.js';
import { progressLine } from '../progress.js';
import { comparisonProgress, startLines } from './progress.js';

export interface FollowOptions {
  quiet?: true;
  verbose?: true;
  debug?: true;
}

/** Has pairs of runs made, and tells meanwhile what is compared, how far it is and what it looks like so far. */
export async function follow<Finished extends FinishedComparison>(
  options: FollowOptions,
  signal: AbortSignal,
  start: (hooks: CompareHooks) => Promise<Finished>,
): Promise<Finished> {
  const progress = progressLine(options.quiet === true);
  const following = comparisonProgress(progress);
  try {
    return await start({
      signal,
      onProgress: progress.show,
      onEvent: eventTeller(options),
      hold: null,
      onStart: (begin) => {
        following.onStart(begin);
        if (options.quiet !== true) startLines(begin).forEach(tell);
      },
      onRun: following.onRun,
      onExplain: following.onExplain,
    });
  } finally {
    progress[Symbol.dispose]();
  }
}

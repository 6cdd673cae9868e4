import type { Start } from '../../app/compare/compare.js';
import type { FinishedSet, SeveralHooks } from '../../app/compare/several.js';
import { formatDuration } from '../../units/duration.js';
import { eventTeller } from '../events.js';
import { tell } from '../output.js';
import { progressLine, type ProgressLine } from '../progress.js';
import type { FollowOptions } from './follow.js';
import { comparisonProgress, extentLines, whatLines } from './progress.js';

/** Has several comparisons run, one after the other, and tells meanwhile which one it is and how far it is. */
export async function followSeveral(
  options: FollowOptions,
  signal: AbortSignal,
  run: (hooks: SeveralHooks) => Promise<FinishedSet>,
): Promise<FinishedSet> {
  const progress = progressLine(options.quiet === true);
  const onEvent = eventTeller(options);
  let starts: readonly Start[] = [];
  try {
    return await run({
      onBegin: (all) => {
        starts = all;
        if (options.quiet !== true) severalStartLines(all).forEach(tell);
      },
      of: (at) => ({
        signal,
        onProgress: progress.show,
        onEvent,
        hold: null,
        ...comparisonProgress(within(progress, starts, at)),
      }),
    });
  } finally {
    progress[Symbol.dispose]();
  }
}

const secondsOf = ({ seconds, explain }: Start): number => seconds + (explain?.seconds ?? 0);

const workloadOf = ({ comparison }: Start): string => comparison.configuration.workload;

/** What is said before the first run: what all share once, then each. */
export function severalStartLines(starts: readonly Start[]): string[] {
  const seconds = starts.reduce((sum, start) => sum + secondsOf(start), 0);
  const judged = starts.some(({ looks }) => looks.length > 0) ? 'judged together at the end' : 'no verdict';
  const [first] = starts;
  const known = starts.some(({ comparison }) => comparison.detectable !== null);
  return [
    ...(first === undefined ? [] : whatLines(first)),
    `${starts.length} workload${starts.length === 1 ? '' : 's'}, in about ${formatDuration(seconds)}, ${judged}`,
    ...starts.flatMap((start) => extentLines(start).map((line) => `${workloadOf(start)}: ${line}`)),
    // That of a workload by itself is what is on record.
    ...(known ? ['judged together, a change must be a little larger to be seen'] : []),
  ];
}

/** The progress line of one among several: it names the workload, and adds the time that those after it take. */
function within(progress: ProgressLine, starts: readonly Start[], at: number): ProgressLine {
  const later = starts.slice(at + 1).reduce((sum, start) => sum + secondsOf(start), 0);
  const name = starts
    .slice(at, at + 1)
    .map(workloadOf)
    .join('');
  return {
    show: progress.show,
    [Symbol.dispose]: () => {},
    get prefix() {
      return progress.prefix;
    },
    set prefix(text) {
      progress.prefix = `${name} ${text}`;
    },
    get secondsAfter() {
      return progress.secondsAfter;
    },
    set secondsAfter(seconds) {
      progress.secondsAfter = seconds + later;
    },
  };
}

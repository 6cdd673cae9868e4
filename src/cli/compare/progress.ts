import type { Start } from '../../app/compare/compare.js';
import type { Step } from '../../app/compare/loop.js';
import type { ExplainStep } from '../../app/explain/captured-runs.js';
import { changeText, lowerText, upperText } from '../../report/comparison/share-text.js';
import { formatDuration } from '../../units/duration.js';
import type { ProgressLine } from '../progress.js';
import { detectableLines } from './detectable-lines.js';

/** What is said before the first run: what is compared, and how long that can take. */
export const startLines = (start: Start): string[] => [...whatLines(start), ...extentLines(start)];

/** What is compared. */
export function whatLines({ comparison: { differences }, notes }: Start): string[] {
  return [
    ...notes,
    differences.length === 0 ? 'nothing differs between A and B' : `what differs: ${differences.join('; ')}`,
  ];
}

/** How many runs in what time, and what they can tell. */
export function extentLines({ comparison, done, runs, seconds, looks, explain }: Start): string[] {
  const { pairs, primary } = comparison;
  const judged = looks.length === 0 ? 'no verdict' : `judged by ${primary} after ${listed(looks)} pairs`;
  const most = looks.length > 1 ? 'at most ' : '';
  return [
    ...(done === 0 ? [] : [`${done} of ${pairs} pairs are there`]),
    `${most}${runs} runs in about ${formatDuration(seconds)}: a pair that counts for nothing, then ${looks.length > 1 ? 'up to ' : ''}${pairs - done}${done === 0 ? '' : ' more'} pairs, ${judged}`,
    ...detectableLines(comparison, looks),
    ...explainLines(explain ?? null),
  ];
}

/** Captured runs that come on top, and those that there cannot be. */
function explainLines(plan: Start['explain'] | null): string[] {
  if (plan == null) return [];
  const kinds = plan.looks.map(({ kind }) => kind);
  return [
    kinds.length === 0
      ? 'no captured runs are possible here to say why'
      : `then ${plan.runs} captured runs (${listed(kinds)}) in about ${formatDuration(plan.seconds)} more, to say why`,
    ...plan.leftOut.map(({ kind, because }) => `without ${kind}: ${because}`),
  ];
}

const listed = (numbers: readonly (number | string)[]): string =>
  [numbers.slice(0, -1).join(', '), numbers.at(-1)].filter((part) => part !== '').join(' and ');

/** Keeps the progress line of a comparison: which pair, what it looks like so far, and how long it can still take. */
export function comparisonProgress(progress: ProgressLine): {
  onStart: (start: Start) => void;
  onRun: (step: Step) => void;
  onExplain: (step: ExplainStep) => void;
} {
  let pairs = 0;
  let secondsEach = 0;
  let runs = 0;
  let secondsExplaining = 0;
  let secondsOfLook = 0;
  const begin = performance.now();
  return {
    onStart({ comparison, seconds, runs: most, explain }) {
      secondsExplaining = explain?.seconds ?? 0;
      secondsOfLook = secondsExplaining / Math.max(1, explain?.runs ?? 1);
      pairs = comparison.pairs;
      secondsEach = seconds / most;
    },
    onRun({ pair, attempt, answer, runsAfter }) {
      if (runs > 0) secondsEach = (performance.now() - begin) / 1000 / runs;
      runs += 1;
      const where = pair === 0 ? 'burn-in' : `pair ${pair}/${pairs}`;
      const again = pair > 0 && attempt > 1 ? ' again' : '';
      progress.prefix = [`${where}${again}`, runningText(answer)].filter((part) => part !== '').join('  ');
      progress.secondsAfter = runsAfter * secondsEach + secondsExplaining;
    },
    onExplain({ kind, run, runs: all, attempt }) {
      progress.prefix = `explain ${run}/${all} ${kind}${attempt > 1 ? ' again' : ''}`;
      progress.secondsAfter = (all - run) * secondsOfLook;
    },
  };
}

/** The change so far with its interval; it is no verdict. */
function runningText(answer: Step['answer']): string {
  const { change, lower, upper } = answer?.running ?? { change: null, lower: null, upper: null };
  if (change === null || lower === null || upper === null) return '';
  return `B ${changeText(change)} (${lowerText(lower)} to ${upperText(upper)} %)`;
}

import type { Start } from '../../app/compare/compare.js';
import type { Step } from '../../app/compare/loop.js';
import { changeText, lowerText, upperText } from '../../report/comparison/share-text.js';
import { formatDuration } from '../../units/duration.js';
import type { ProgressLine } from '../progress.js';

/** What is said before the first run: what is compared, and how long that can take. */
export function startLines({ comparison, notes, runs, seconds, looks }: Start): string[] {
  const { differences, pairs, primary } = comparison;
  const judged = looks.length === 0 ? 'no verdict' : `judged by ${primary} after ${listed(looks)} pairs`;
  const most = looks.length > 1 ? 'at most ' : '';
  return [
    ...notes,
    differences.length === 0 ? 'nothing differs between A and B' : `what differs: ${differences.join('; ')}`,
    `${most}${runs} runs in about ${formatDuration(seconds)}: a pair that counts for nothing, then ${looks.length > 1 ? `up to ${pairs}` : pairs} pairs, ${judged}`,
  ];
}

const listed = (numbers: readonly number[]): string =>
  [numbers.slice(0, -1).join(', '), numbers.at(-1)].filter((part) => part !== '').join(' and ');

/** Keeps the progress line of a comparison: which pair, what it looks like so far, and how long it can still take. */
export function comparisonProgress(progress: ProgressLine): {
  onStart: (start: Start) => void;
  onRun: (step: Step) => void;
} {
  let pairs = 0;
  let secondsEach = 0;
  let runs = 0;
  const begin = performance.now();
  return {
    onStart({ comparison, seconds, runs: most }) {
      pairs = comparison.pairs;
      secondsEach = seconds / most;
    },
    onRun({ pair, attempt, answer, runsAfter }) {
      if (runs > 0) secondsEach = (performance.now() - begin) / 1000 / runs;
      runs += 1;
      const where = pair === 0 ? 'burn-in' : `pair ${pair}/${pairs}`;
      const again = pair > 0 && attempt > 1 ? ' again' : '';
      progress.prefix = [`${where}${again}`, runningText(answer)].filter((part) => part !== '').join('  ');
      progress.secondsAfter = runsAfter * secondsEach;
    },
  };
}

/** The change so far with its interval; it is no verdict. */
function runningText(answer: Step['answer']): string {
  const { change, lower, upper } = answer?.running ?? { change: null, lower: null, upper: null };
  if (change === null || lower === null || upper === null) return '';
  return `B ${changeText(change)} (${lowerText(lower)} to ${upperText(upper)} %)`;
}

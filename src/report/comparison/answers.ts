import { ExpectedError } from '../../errors.js';
import type { Comparison } from '../../model/comparison.js';
import { judgeSeveral } from '../../stats/several.js';
import { answerFrom, findingsOf, type Answer, type Findings } from './answer.js';
import { valuePairs } from './row.js';

/**
 * The answers of comparisons of the same two builds, one for each workload, judged together: by Holm's test over all of
 * them, of which one without a verdict counts as one that shows nothing.
 */
export function answersOf(comparisons: readonly Comparison[]): Answer[] {
  requireOneDesign(comparisons);
  const found = comparisons.map(findingsOf);
  const judged = found.filter(({ why }) => why === null);
  const verdicts = verdictsOf(judged, comparisons.length);
  return found.map((one) => {
    const verdict = verdicts.get(one);
    const [look] = one.schedule.looks;
    const judgement = verdict === undefined || look === undefined ? null : { verdict, look };
    return answerFrom(one, judgement, comparisons.length);
  });
}

function verdictsOf(judged: readonly Findings[], among: number): Map<Findings, NonNullable<Answer['verdict']>> {
  const [first] = judged;
  if (first === undefined) return new Map();
  const primaries = judged.map(({ metric, usable, question }) => ({ pairs: valuePairs(metric, usable), question }));
  const judgements = judgeSeveral(first.schedule, primaries, among);
  return new Map(judged.map((one, at) => [one, judgements[at]!.verdict]));
}

/** Flimflam makes no others; a file that somebody changed must not get a verdict that nobody can defend. */
function requireOneDesign(comparisons: readonly Comparison[]): void {
  const designs = new Set(comparisons.map(({ pairs, looks }) => `${pairs} ${looks}`));
  const amongs = new Set(comparisons.map(({ among }) => among));
  if (designs.size === 1 && amongs.size === 1 && amongs.has(comparisons.length) && comparisons[0]?.looks !== 'looks')
    return;
  throw new ExpectedError(
    'not-together',
    'these comparisons were not made to be judged together: they differ in their pairs, or some are missing',
    'print each by itself: flimflam compare DIR',
  );
}

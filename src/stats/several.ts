import { exactP, type Comparison, type Pair } from './comparison.js';
import { holm } from './holm.js';
import { blocksOf, compareAt } from './looks.js';
import { errorRate, type Schedule } from './schedule.js';
import { verdictOf, type Question, type Verdict } from './verdict.js';

/** The primary metric of one of several workloads. */
export interface Primary {
  pairs: readonly Pair[];
  question: Question;
}

export interface PrimaryJudgement {
  comparison: Comparison;
  /** Exact, of this primary alone. */
  p: number;
  /** By Holm, over all of them. */
  adjusted: number;
  verdict: Verdict;
}

/**
 * Judges the primaries of several workloads, all pairs at once: among them at most 5 % of comparisons call any difference by
 * chance. A primary whose interval excludes 0 but which does not pass Holm's test is `unsure`. Takes a schedule of one
 * look, and all of its pairs. `among` is how many there were to be: one that cannot be judged counts as p = 1, since what
 * became of it must not make the others easier.
 */
export function judgeSeveral(
  schedule: Schedule,
  primaries: readonly Primary[],
  among = primaries.length,
): PrimaryJudgement[] {
  const [look, another] = schedule.looks;
  if (look === undefined || another !== undefined) throw new RangeError('several workloads are judged at one look');
  const alone = primaries.map(({ pairs }) => exactP(blocksOf(schedule, pairs)));
  const adjusted = holm([...alone, ...Array<number>(among - primaries.length).fill(1)]);
  return primaries.map(({ pairs, question }, at) => {
    const comparison = compareAt(schedule, pairs, look);
    const verdict = verdictOf(comparison, question, adjusted[at]! <= errorRate);
    return { comparison, p: alone[at]!, adjusted: adjusted[at]!, verdict };
  });
}

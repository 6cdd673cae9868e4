import type { Comparison } from '../model/comparison.js';
import type { Answer } from './comparison/answer.js';
import type { Row } from './comparison/row.js';
import { sentenceOfAll } from './comparison/sentence-of-all.js';

/** For programs: the comparison as it is saved, and what it says. Shares, not percent; B against A. */
export const comparisonJson = (comparison: Comparison, answer: Answer): Record<string, unknown> => ({
  answer: answerJson(answer),
  comparison,
});

/** The same of several workloads that are judged together; `at_least` is the end of an interval that holds by itself. */
export const comparisonsJson = (
  comparisons: readonly Comparison[],
  answers: readonly Answer[],
): Record<string, unknown> => ({
  sentence: sentenceOfAll(comparisons, answers),
  answers: answers.map((answer, at) => ({ workload: comparisons[at]?.configuration.workload, ...answerJson(answer) })),
  comparisons,
});

function answerJson(answer: Answer): Record<string, unknown> {
  const { verdict, look, why, sentence, pairs, failures, repeated, position, unsteady } = answer;
  return {
    verdict: verdict?.word ?? null,
    why_no_verdict: verdict === null ? why : null,
    sentence,
    at_least: verdict?.atLeast ?? null,
    less_than_margin: verdict?.lessThanMargin ?? null,
    pairs_needed: verdict?.pairsNeeded ?? null,
    looked_after: look?.pairs ?? null,
    pairs,
    primary: rowJson(answer.primary),
    rows: answer.rows.map(rowJson),
    failures,
    repeated,
    position,
    unsteady,
  };
}

const rowJson = ({ metric: { name, unit, good }, ...figures }: Row): Record<string, unknown> => ({
  metric: name,
  unit,
  good,
  ...figures,
});

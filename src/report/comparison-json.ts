import type { Comparison } from '../model/comparison.js';
import type { Answer } from './comparison/answer.js';
import type { Row } from './comparison/row.js';

/** For programs: the comparison as it is saved, and what it says. Shares, not percent; B against A. */
export function comparisonJson(comparison: Comparison, answer: Answer): Record<string, unknown> {
  const { verdict, look, why, sentence, pairs, failures, repeated, position, unsteady } = answer;
  return {
    answer: {
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
    },
    comparison,
  };
}

const rowJson = ({ metric: { name, unit, good }, ...figures }: Row): Record<string, unknown> => ({
  metric: name,
  unit,
  good,
  ...figures,
});

import type { Metric } from '../../model/metrics.js';
import { errorRate } from '../../stats/schedule.js';
import type { Verdict } from '../../stats/verdict.js';
import { formatCount } from '../../units/quantity.js';
import type { Row } from './row.js';
import { atLeastText, changeText, levelText, lowerText, marginText, upperText } from './share-text.js';

/** Nobody makes more pairs than this; how many more they would have to be is not known so exactly. */
const mostPairs = 1000;

/** Units of speed; all others are of what it costs. */
const ofSpeed: ReadonlySet<Metric['unit']> = new Set(['bits/s', '1/s', 's']);

/** What the sentence is made of. */
interface Said {
  verdict: Verdict | null;
  primary: Row;
  /** Why there is no verdict. */
  why: string | null;
  failures: { a: number; b: number; of: { a: number; b: number } };
}

/** The answer in one sentence, with the share by which it may be wrong. */
export function sentenceOf(answer: Said, margin: number): string {
  const { verdict, primary, failures, why } = answer;
  if (failures.a + failures.b > 0) return failing(answer);
  if (verdict === null) return `NO VERDICT: ${why ?? 'no reason is known'}${figures(primary)}`;
  return sentences[verdict.word](verdict, primary, margin);
}

type Sentence = (verdict: Verdict, primary: Row, margin: number) => string;

const called: Sentence = (verdict, primary, margin) =>
  `${difference(verdict, primary.metric, margin)} (${estimate(primary)}, false-call rate below ${marginText(errorRate)})`;

const sentences: Readonly<Record<Verdict['word'], Sentence>> = {
  better: called,
  worse: called,
  same: (_, primary, margin) =>
    `A and B are the SAME within ${marginText(margin)} (${estimate(primary)}, ${interval(primary)})`,
  unsure: (verdict, primary) => `CANNOT TELL: ${estimate(primary)}, ${interval(primary)}${needed(verdict)}`,
};

const estimate = ({ metric, change }: Row): string => `${metric.title}, best estimate ${changeText(change ?? 0)}`;

/** `B is FASTER than A by at least 3.1 %`: with the bound, as comparisons that stop early overstate their estimate. */
function difference({ word, atLeast, lessThanMargin }: Verdict, metric: Metric, margin: number): string {
  const better = word === 'better';
  const words = ofSpeed.has(metric.unit)
    ? `B is ${better ? 'FASTER' : 'SLOWER'} than A`
    : `B ${better ? 'is CHEAPER' : 'COSTS MORE'} than A`;
  const most = lessThanMargin ? `, but by less than ${marginText(margin)}` : '';
  return `${words} by at least ${atLeastText(atLeast ?? 0)}${most}`;
}

function failing({ failures, why }: Said): string {
  const { a, b, of } = failures;
  const both =
    b > 0
      ? `B FAILS in ${b} of ${of.b} runs, A in ${a > 0 ? `${a} of ${of.a}` : 'none'}`
      : `A FAILS in ${a} of ${of.a} runs, B in none`;
  return `${both}; ${why ?? 'no reason is known'}`;
}

function needed({ pairsNeeded }: Verdict): string {
  if (pairsNeeded === null) return '';
  return pairsNeeded > mostPairs
    ? `; more than ${formatCount(mostPairs)} pairs would be needed`
    : `; about ${pairsNeeded} pairs would be needed`;
}

/** What was seen where there is no verdict. */
function figures(primary: Row): string {
  return primary.change === null
    ? ''
    : ` (${primary.metric.title} ${changeText(primary.change)}, ${interval(primary)})`;
}

function interval({ lower, upper, level }: Row): string {
  return lower === null || upper === null || level === null
    ? 'no interval'
    : `${levelText(level)} interval ${lowerText(lower)} to ${upperText(upper)} %`;
}

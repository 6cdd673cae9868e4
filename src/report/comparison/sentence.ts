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

/** How it was judged. */
interface Judged {
  margin: number;
  /** Together with others, so many workloads in all; null for one by itself. */
  among: number | null;
}

/** The answer in one sentence, with the share by which it may be wrong. */
export function sentenceOf(answer: Said, judged: Judged): string {
  const { verdict, primary, failures, why } = answer;
  if (failures.a + failures.b > 0) return failing(answer);
  if (verdict === null) return `NO VERDICT: ${why ?? 'no reason is known'}${figures(primary)}`;
  return sentences[verdict.word](verdict, primary, judged);
}

type Sentence = (verdict: Verdict, primary: Row, judged: Judged) => string;

/**
 * Led by the bound, as comparisons that stop early overstate their estimate. Of several workloads none stops early, and
 * their bounds hold each by itself only: the interval then stands as one of many.
 */
const called: Sentence = (verdict, primary, { margin, among }) => {
  const least = among === null ? ` by at least ${atLeastText(verdict.atLeast ?? 0)}` : '';
  const most = verdict.lessThanMargin ? `, but by less than ${marginText(margin)}` : '';
  const sure = among === null ? `false-call rate below ${marginText(errorRate)}` : interval(primary);
  return `${difference(verdict, primary.metric)}${least}${most} (${estimate(primary)}, ${sure})`;
};

const sentences: Readonly<Record<Verdict['word'], Sentence>> = {
  better: called,
  worse: called,
  same: (_, primary, { margin }) =>
    `A and B are the SAME within ${marginText(margin)} (${estimate(primary)}, ${interval(primary)})`,
  unsure: (verdict, primary, { among }) =>
    `CANNOT TELL: ${estimate(primary)}, ${interval(primary)}${
      excludesZero(primary)
        ? `; alone that would be called a difference, among ${among} workloads it is not`
        : needed(verdict)
    }`,
};

const estimate = ({ metric, change }: Row): string => `${metric.title}, best estimate ${changeText(change ?? 0)}`;

const excludesZero = ({ lower, upper }: Row): boolean => (lower ?? 0) > 0 || (upper ?? 0) < 0;

/** `B is FASTER than A`. */
function difference({ word }: Verdict, metric: Metric): string {
  const better = word === 'better';
  return ofSpeed.has(metric.unit)
    ? `B is ${better ? 'FASTER' : 'SLOWER'} than A`
    : `B ${better ? 'is CHEAPER' : 'COSTS MORE'} than A`;
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

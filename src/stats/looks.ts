import { compareBlocks, type Comparison, type Pair } from './comparison.js';
import type { Look, Schedule } from './schedule.js';
import { verdictOf, type Question, type Verdict } from './verdict.js';

/** What a look showed. */
export interface Judgement {
  look: Look;
  comparison: Comparison;
  verdict: Verdict;
}

export interface Progress {
  /** The looks so far, up to the first that gave `better`, `worse` or `same`; the last one is the answer. */
  judgements: Judgement[];
  /** Whether no more pairs are to be run: it is decided, or all pairs are there. */
  finished: boolean;
  /** The next look, if more pairs are to be run. */
  next: Look | null;
}

/**
 * Judges the pairs so far, in the order in which they ran. Only completed looks count, and what came after the deciding
 * one is not looked at: judging saved pairs again gives the same answer, however far they went.
 */
export function judge(schedule: Schedule, pairs: readonly Pair[], question: Question): Progress {
  const judgements: Judgement[] = [];
  for (const look of schedule.looks) {
    if (look.pairs > pairs.length) return { judgements, finished: false, next: look };
    const comparison = compareAt(schedule, pairs, look);
    const verdict = verdictOf(comparison, question);
    judgements.push({ look, comparison, verdict });
    if (verdict.word !== 'unsure') break;
  }
  return { judgements, finished: judgements.length > 0 || pairs.length >= schedule.pairs, next: null };
}

/** A metric as it stands at a look: for the rows beside the primary one, which get no verdict. */
export function compareAt(schedule: Schedule, pairs: readonly Pair[], { pairs: count, k }: Look): Comparison {
  const blocks = blocksOf(schedule, pairs.slice(0, count));
  // k is that of blocks with each side first equally often, and says nothing of others.
  if (pairs.length < count || !blocks.every(isBalanced)) throw new RangeError(`not the pairs of a look at ${count}`);
  const comparison = compareBlocks(blocks, k);
  if (comparison === null) throw new RangeError(`a look at ${count} pairs without an interval`);
  return comparison;
}

function isBalanced(block: readonly Pair[]): boolean {
  return 2 * block.filter(({ first }) => first === 'a').length === block.length;
}

/** The pairs in their blocks, of which the last may be incomplete: what `compareBlocks` takes for a figure on the way. */
export function blocksOf({ blocks }: Pick<Schedule, 'blocks'>, pairs: readonly Pair[]): Pair[][] {
  let begin = 0;
  return blocks.map((size) => pairs.slice(begin, (begin += size))).filter((block) => block.length > 0);
}

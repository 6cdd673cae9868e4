import type { Comparison } from './comparison.js';
import { errorRate } from './schedule.js';

/** `unsure` is "cannot tell" in texts. */
export type Word = 'better' | 'worse' | 'same' | 'unsure';

export interface Question {
  /** The change that matters, as a share: 0.02 is 2 %. */
  margin: number;
  /** What is good: more throughput, less CPU. */
  good: 'more' | 'less';
}

export const defaultMargin = 0.02;

export interface Verdict {
  word: Word;
  /**
   * Of `better` and `worse` the bound of the change that is nearest to zero, with its sign; else null. It leads the
   * sentence, because comparisons that stopped early overstate their estimate.
   */
  atLeast: number | null;
  /** The whole interval is nearer to zero than the margin. */
  lessThanMargin: boolean;
  /** About how many pairs would tell, of `unsure`; else null, and null when no number would. */
  pairsNeeded: number | null;
}

/**
 * What an interval says. The margin is one on the log scale, ln(1 + M) to either side, so that turning the sides turns
 * `better` into `worse` and changes nothing else; downwards it is a little narrower than M (2 % up, 1.96 % down).
 * `shown` is whether the difference counts as shown: with several metrics to be judged Holm's test decides that, and what
 * the interval alone would call stays `unsure`. An interval of less than 95 %, of too few pairs, is refused as a bug.
 */
export function verdictOf(
  comparison: Comparison,
  { margin, good }: Question,
  shown: boolean = comparison.differs,
): Verdict {
  const { change, log, differs, level } = comparison;
  if (level < 1 - errorRate - 1e-9) throw new RangeError(`no verdict from an interval of ${level}`);
  const reach = Math.log1p(margin);
  const lessThanMargin = log.lower > -reach && log.upper < reach;
  if (differs && shown) {
    const more = log.lower > 0;
    return {
      word: more === (good === 'more') ? 'better' : 'worse',
      atLeast: more ? change.lower : change.upper,
      lessThanMargin,
      pairsNeeded: null,
    };
  }
  const same = lessThanMargin && !differs;
  return {
    word: same ? 'same' : 'unsure',
    atLeast: null,
    lessThanMargin,
    pairsNeeded: same ? null : pairsNeeded(comparison, margin),
  };
}

/**
 * About how many pairs would make the interval so narrow that it excludes 0 or lies within the margin, whichever is
 * nearer: n (h / max(|e|, M - |e|))^2, with half-width h, estimate e and margin M on the log scale. The next even number,
 * as odd ones are not judged, and more than there were. Null when the estimate and the margin are 0.
 */
export function pairsNeeded({ pairs, log }: Pick<Comparison, 'pairs' | 'log'>, margin: number): number | null {
  const half = (log.upper - log.lower) / 2;
  const effect = Math.abs(log.estimate);
  const distance = Math.max(effect, Math.log1p(margin) - effect);
  const needed = pairs * (half / distance) ** 2;
  return Number.isFinite(needed) ? Math.max(2 * Math.ceil(needed / 2), 2 * Math.floor(pairs / 2) + 2) : null;
}

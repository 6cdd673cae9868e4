/** One try: whether a load was borne. */
export interface Trial {
  at: number;
  passed: boolean;
}

/** Whole numbers, but for the precision. */
export interface EdgeRules {
  /** The lowest load that is tried, and the first. */
  from: number;
  /** The highest. */
  to: number;
  /** The share by which the lowest load that fails may lie above the highest that passes. */
  precision: number;
}

export type NextTrial =
  | { kind: 'try'; at: number; why: 'first' | 'double' | 'bisect' | 'confirm' }
  | {
      kind: 'end';
      /** The highest load below all that fail; null: not even the lowest passes. */
      passing: number | null;
      /** The lowest load that fails; null: not even the highest does. */
      failing: number | null;
      /** Whether both were tried until two tries agreed. */
      settled: boolean;
    };

/** Far more than a search needs whose tries do not contradict each other. */
const mostTrials = 60;

/**
 * The next step of the search for the edge between what passes and what fails: doubling until something fails, then
 * halving the bracket (on the log scale), and at the end both its sides again. The majority of up to three tries decides
 * about a load, so that one hiccup does not; what a side loses by that sends the search on from there.
 */
export function nextTrial(trials: readonly Trial[], { from, to, precision }: EdgeRules): NextTrial {
  const levels = levelsOf(trials);
  const failing = levels.find(({ passes, fails }) => fails > passes) ?? null;
  const passing = levels.findLast(({ at, passes, fails }) => passes > fails && at < (failing?.at ?? Infinity)) ?? null;
  const end = (settled: boolean): NextTrial => ({
    kind: 'end',
    passing: passing?.at ?? null,
    failing: failing?.at ?? null,
    settled,
  });

  if (trials.length >= mostTrials) return end(false);
  if (trials.length === 0) return { kind: 'try', at: from, why: 'first' };
  const tie = levels.find(({ passes, fails }) => passes === fails);
  if (tie !== undefined) return confirm(tie);
  if (failing === null && passing!.at < to) return { kind: 'try', at: Math.min(to, 2 * passing!.at), why: 'double' };
  if (failing !== null && passing !== null && !isNarrow(passing.at, failing.at, precision)) {
    return { kind: 'try', at: between(passing.at, failing.at), why: 'bisect' };
  }
  if (passing !== null && passing.passes < 2) return confirm(passing);
  if (failing !== null && failing.fails < 2) return confirm(failing);
  return end(true);
}

const confirm = ({ at }: Level): NextTrial => ({ kind: 'try', at, why: 'confirm' });

interface Level {
  at: number;
  passes: number;
  fails: number;
}

/** Ascending. */
function levelsOf(trials: readonly Trial[]): Level[] {
  const levels = new Map<number, Level>();
  for (const { at, passed } of trials) {
    const level = levels.get(at) ?? { at, passes: 0, fails: 0 };
    levels.set(at, passed ? { ...level, passes: level.passes + 1 } : { ...level, fails: level.fails + 1 });
  }
  return [...levels.values()].sort((a, b) => a.at - b.at);
}

const isNarrow = (low: number, high: number, precision: number): boolean =>
  high - low <= 1 || high <= low * (1 + precision);

/** A whole number between the two, with three digits where there is room for it: nobody asks for 43,817 requests. */
function between(low: number, high: number): number {
  const middle = Math.sqrt(low * high);
  const rounded = Number(middle.toPrecision(3));
  if (Number.isInteger(rounded) && rounded > low && rounded < high) return rounded;
  return Math.min(high - 1, Math.max(low + 1, Math.round(middle)));
}

import { figureNames, type Spread, type SweepPoint, type SweepRun } from '../../model/sweep.js';
import { median, range } from '../../stats/median.js';
import { medianInterval } from '../../stats/median-interval.js';

/** Of each pass the run that counts: the last attempt. */
export function lastAttempts(runs: readonly SweepRun[]): SweepRun[] {
  return [...new Map(runs.map((run) => [run.repeat, run])).values()];
}

/** The runs that figures are made of: invalid ones only when there are no others, and then they are doubtful. */
export function countingRuns(runs: readonly SweepRun[]): { counting: SweepRun[]; doubtful: boolean } {
  const last = lastAttempts(runs);
  const good = last.filter(({ status }) => status === 'ok');
  if (good.length > 0) return { counting: good, doubtful: false };
  const invalid = last.filter(({ status, rate }) => status === 'invalid' && rate !== null);
  return { counting: invalid, doubtful: invalid.length > 0 };
}

/** A point from its runs. Invalid ones are shown, marked, when there are no others, but never mixed with good ones. */
export function pointOf(runs: readonly SweepRun[]): SweepPoint {
  const { counting, doubtful } = countingRuns(runs);
  const spread = (name: (typeof figureNames)[number]): Spread | null =>
    spreadOf(counting.map((run) => run[name]).filter((value) => value !== null));
  return {
    runs: [...runs],
    counted: counting.length,
    doubtful,
    figures: Object.fromEntries(figureNames.map((name) => [name, spread(name)])) as SweepPoint['figures'],
  };
}

/** Median, and how sure it is: with few values, where there is no interval of 95 %, all that was seen. */
export function spreadOf(values: readonly number[]): Spread | null {
  if (values.length === 0) return null;
  const { min, max } = range(values);
  const { low, high, level } = medianInterval(values) ?? { low: min, high: max, level: null };
  return { median: median(values), low, high, level };
}

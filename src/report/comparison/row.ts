import type { Metric } from '../../model/metrics.js';
import { canCompare, compareBlocks, type Comparison, type Pair } from '../../stats/comparison.js';
import { compareAt } from '../../stats/looks.js';
import { median } from '../../stats/median.js';
import type { Look, Schedule } from '../../stats/schedule.js';
import type { GoodPair } from './pairs.js';

/** A metric of both sides. */
export interface Row {
  metric: Metric;
  /** Medians over the good runs, in the unit of the metric. */
  a: number | null;
  b: number | null;
  /** (B - A) / A with its interval, from the pairs: not the quotient of the medians. Shares; 0.03 is 3 % more. */
  change: number | null;
  lower: number | null;
  upper: number | null;
  /** Probability with which the interval contains the truth; at a look, that of the intervals of all looks together. */
  level: number | null;
}

/** A metric over these pairs, as it stands at a look, or by itself; null where the pairs have no ratio of it. */
export function rowOf(metric: Metric, pairs: readonly GoodPair[], schedule: Schedule, look: Look | null): Row | null {
  if (!canCompare(valuesOf(metric, pairs))) return null;
  const found =
    look === null
      ? compareBlocks(valuesInBlocks(metric, pairs, schedule))
      : compareAt(schedule, valuePairs(metric, pairs), look);
  return {
    metric,
    a: median(pairs.map(({ a }) => valueOf(metric, a))),
    b: median(pairs.map(({ b }) => valueOf(metric, b))),
    ...shares(found),
    level: found === null || look === null ? (found?.level ?? null) : schedule.level,
  };
}

/** The row of a metric of which there is nothing to show. */
export const emptyRow = (metric: Metric): Row => ({ metric, a: null, b: null, ...shares(null), level: null });

const shares = (found: Comparison | null): Pick<Row, 'change' | 'lower' | 'upper'> => ({
  change: found?.change.estimate ?? null,
  lower: found?.change.lower ?? null,
  upper: found?.change.upper ?? null,
});

/** What the runs of these pairs have of a metric. */
export const valuesOf = ({ name }: Metric, pairs: readonly GoodPair[]): (number | null)[] =>
  pairs.flatMap(({ a, b }) => [a.figures[name] ?? null, b.figures[name] ?? null]);

/** The pairs as the statistics take them, of a metric that can be compared. */
export const valuePairs = (metric: Metric, pairs: readonly GoodPair[]): Pair[] =>
  pairs.map(({ first, a, b }) => ({ first, a: valueOf(metric, a), b: valueOf(metric, b) }));

/** The same by the block in which their order was drawn, whether or not others of the block are missing. */
export function valuesInBlocks(metric: Metric, pairs: readonly GoodPair[], { blocks }: Schedule): Pair[][] {
  let end = 0;
  return blocks
    .map((size) => {
      const begin = end;
      end += size;
      return valuePairs(
        metric,
        pairs.filter(({ pair }) => pair > begin && pair <= begin + size),
      );
    })
    .filter((block) => block.length > 0);
}

function valueOf({ name }: Metric, { figures }: GoodPair['a']): number {
  const value = figures[name] ?? null;
  if (value === null) throw new RangeError(`a run without ${name}`);
  return value;
}

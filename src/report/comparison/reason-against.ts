import type { Comparison } from '../../model/comparison.js';
import type { Metric } from '../../model/metrics.js';
import type { Schedule } from '../../stats/schedule.js';
import { fewestJudged } from '../../stats/pair-orders.js';
import { begunPairs } from './pairs.js';

/** When more of the pairs than this had to be made again, the machine was not fit for a comparison. */
const mostRepeated = 0.1;

interface Circumstances {
  comparison: Comparison;
  schedule: Schedule;
  metric: Metric;
  failures: { a: number; b: number };
  repeated: number;
  /** Good pairs before the first gap. */
  usable: number;
  /** Whether the primary metric is above zero in all good runs. */
  comparable: boolean;
}

/** Why there can be no verdict; null if there can. */
export function reasonAgainst(circumstances: Circumstances): string | null {
  const { comparison, schedule, metric, failures, repeated, usable, comparable } = circumstances;
  if (comparison.status === 'stopped') {
    return `the comparison was stopped: ${comparison.stopped_because ?? 'no reason was recorded'}`;
  }
  if (failures.a + failures.b > 0) return 'no verdict on speed while a side fails';
  const [first] = schedule.looks;
  if (first === undefined) {
    return comparison.looks === 'quick'
      ? 'a quick comparison gives figures only'
      : `it takes an even number of pairs, at least ${fewestJudged}`;
  }
  if (usable < first.pairs) {
    const left = comparison.status === 'interrupted' ? 'interrupted after' : 'there are only';
    return `${left} ${usable} good pair${usable === 1 ? '' : 's'}; the first that can be judged are ${first.pairs}`;
  }
  if (!comparable) return `${metric.title} is not above zero in every run, so that there is no ratio`;
  const begun = begunPairs(comparison.runs);
  if (repeated > mostRepeated * begun) {
    return `${repeated} of ${begun} pairs had to be repeated, which is more than ${mostRepeated * 100} %`;
  }
  return null;
}

import type { Capture } from '../../model/capture.js';
import type { Summary } from '../../model/summary.js';
import { median } from '../../stats/median.js';
import type { Execution } from '../run/execution.js';
import { ratesWithin } from '../run/result/series.js';

/** The load is steady by then, and there are twenty samples of it. */
const comparedSeconds = 2;
/** So long a warm-up leaves a second for the load to rise. */
const leastWarmup = comparedSeconds + 1;

/**
 * What a look at the window cost: the capturing program's own CPU, the bytes that it wrote, and the rate of the load in
 * the window beside that just before it, when the program was there but off. It is an estimate from one run: the load
 * may have changed by itself.
 */
export function captureCost({ marks, counts }: Execution, summary: Summary, data: number | null): Capture['cost'] {
  const { configuration, resources } = summary;
  const rate = (beginNs: number, endNs: number): number | null => {
    const rates = ratesWithin(counts, beginNs, endNs);
    return rates.length === 0 ? null : median(rates);
  };
  return {
    cpu: resources['capture']?.average_cpu ?? null,
    data,
    lost: null,
    bits_per_second_before:
      marks === null || configuration.warmup < leastWarmup
        ? null
        : rate(marks.beginNs - comparedSeconds * 1e9, marks.beginNs),
    bits_per_second_during: marks === null ? null : rate(marks.beginNs, marks.endNs),
  };
}

import { ExpectedError } from '../errors.js';
import { newHistogram, type Exact } from './latency.js';

type Histogram = ReturnType<typeof newHistogram>;

export interface Recorded {
  histogram: Histogram;
  exact: Exact;
}

/**
 * Reads the histogram that the native client writes: `VALUE COUNT` lines in nanoseconds between a head line and
 * `# sum=NS min=NS max=NS count=N`, which holds the moments exactly.
 */
export function parseHistogramText(text: string): Recorded {
  const foot = /^# sum=(\d+) min=(\d+) max=(\d+) count=(\d+)$/m.exec(text);
  if (foot === null)
    throw new ExpectedError('histogram-garbage', 'the latency histogram of the client is not complete');
  const histogram = newHistogram();
  for (const [, value, count] of text.matchAll(/^(\d+) (\d+)$/gm)) {
    histogram.recordValueWithCount(Number(value), Number(count));
  }
  if (histogram.totalCount !== Number(foot[4])) {
    throw new ExpectedError('histogram-garbage', 'the latency histogram of the client contradicts its own count');
  }
  return { histogram, exact: { sumNs: Number(foot[1]), minNs: Number(foot[2]), maxNs: Number(foot[3]) } };
}

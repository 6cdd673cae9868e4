import { HistogramLogReader, HistogramLogWriter, type Histogram } from 'hdr-histogram-js';
import { ExpectedError, exitCodes } from '../errors.js';

export interface TaggedHistogram {
  /** Tells the histograms of a log apart; null for the only one. */
  tag: string | null;
  /** Values in nanoseconds. */
  histogram: Histogram;
}

const nanosecondsInMillisecond = 1e6;

/**
 * A log in HdrHistogram's format 1.3, each histogram compressed (V2) in a line with its tag, all of one interval of so
 * many seconds. Tools that read such logs take the largest value in milliseconds, the histogram itself in nanoseconds.
 */
export function histogramLog(
  histograms: readonly TaggedHistogram[],
  { start, seconds }: { start: Date; seconds: number },
): string {
  let text = '';
  const writer = new HistogramLogWriter((line) => (text += line));
  writer.outputLogFormatVersion();
  const epoch = (start.getTime() / 1000).toFixed(3);
  writer.outputComment(`[StartTime: ${epoch} (seconds since epoch), ${start.toISOString()}]`);
  writer.outputLegend();
  for (const { tag, histogram } of histograms) {
    if (tag !== null) histogram.tag = tag;
    writer.outputIntervalHistogram(histogram, 0, seconds, nanosecondsInMillisecond);
  }
  return text;
}

/** What the library calls a histogram without a tag. */
const untagged = 'NO TAG';

/** The histograms of such a log; throws `histogram-garbage` of what is none. */
export function parseHistogramLog(text: string): TaggedHistogram[] {
  try {
    const reader = new HistogramLogReader(text, 64);
    const found: TaggedHistogram[] = [];
    for (let next = reader.nextIntervalHistogram(); next !== null; next = reader.nextIntervalHistogram()) {
      found.push({ tag: next.tag === untagged ? null : (next.tag ?? null), histogram: next });
    }
    return found;
  } catch (cause) {
    throw new ExpectedError('histogram-garbage', 'the log of latencies cannot be read', null, exitCodes.failed, {
      cause,
    });
  }
}

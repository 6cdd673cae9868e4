import { HistogramLogWriter, type Histogram } from 'hdr-histogram-js';

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

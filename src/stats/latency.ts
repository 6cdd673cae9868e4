import { build, type Histogram } from 'hdr-histogram-js';

/** Latencies in seconds. A percentile is null when fewer than ten samples lie beyond it. */
export interface Latency {
  count: number;
  average: number;
  min: number;
  max: number;
  p50: number | null;
  p90: number | null;
  p99: number | null;
  p999: number | null;
  p9999: number | null;
}

/** Up to 60 s at three significant digits: the range in which a relay can answer. Values in nanoseconds. */
export function newHistogram(): Histogram {
  return build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: 60_000_000_000,
    numberOfSignificantValueDigits: 3,
    bitBucketSize: 64,
  });
}

/** Exact moments of the recorded values in nanoseconds, which a histogram only has to three digits. */
export interface Exact {
  sumNs: number;
  minNs: number;
  maxNs: number;
}

/** Ten is the least with which a percentile says something of the rest of the run rather than of one sample. */
const samplesBeyond = 10;

/** `missing`: how many more there would be that took longer than every recorded one, but whose length is not known. */
export function latencyOf(histogram: Histogram, exact: Exact, missing = 0): Latency | null {
  const count = histogram.totalCount;
  if (count === 0) return null;
  const percentile = (share: number): number | null => percentileOf(histogram, share, exact.maxNs, missing);
  return {
    count,
    average: exact.sumNs / count / 1e9,
    min: exact.minNs / 1e9,
    max: exact.maxNs / 1e9,
    p50: percentile(0.5),
    p90: percentile(0.9),
    p99: percentile(0.99),
    p999: percentile(0.999),
    p9999: percentile(0.9999),
  };
}

/** Seconds within which such a share lies; null when fewer than ten samples lie beyond. `missing` as above. */
export function percentileOf(histogram: Histogram, share: number, maxNs: number, missing = 0): number | null {
  const count = histogram.totalCount;
  const all = count + missing;
  if (all * (1 - share) < samplesBeyond - 1e-9 || share * all > count) return null;
  const value = histogram.getValueAtPercentile(Math.min(100, (share * all * 100) / count));
  // The histogram answers with the upper end of a bucket, which may lie above the longest of all.
  return Math.min(value, maxNs) / 1e9;
}

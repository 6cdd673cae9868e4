import { decodeFromCompressedBase64, HistogramLogReader } from 'hdr-histogram-js';
import { expect, test } from 'vitest';
import { histogramLog } from '../../src/stats/histogram-log.js';
import { parseHistogramText } from '../../src/stats/histogram-text.js';
import { fixture } from '../workloads/fixture.js';

const tags = ['latency', 'service', 'lag'];
const recorded = () =>
  tags.map((tag) => ({ tag, histogram: parseHistogramText(fixture(`native/rr-open.${tag}.histogram`)).histogram }));
const when = { start: new Date('2026-11-23T10:15:02.123Z'), seconds: 5 };

test('what is written is read back: counts, percentiles, tags, time', () => {
  const text = histogramLog(recorded(), when);
  const reader = new HistogramLogReader(text);
  for (const { tag, histogram } of recorded()) {
    const read = reader.nextIntervalHistogram()!;
    expect(read).toMatchObject({ tag, totalCount: histogram.totalCount, maxValue: histogram.maxValue });
    for (const percentile of [0, 50, 90, 99, 99.9, 100]) {
      expect(read.getValueAtPercentile(percentile)).toBe(histogram.getValueAtPercentile(percentile));
    }
  }
  expect(reader.nextIntervalHistogram()).toBeNull();
  expect(text).toContain('#[StartTime: 1795428902.123 (seconds since epoch), 2026-11-23T10:15:02.123Z]\n');
});

test('a line: the interval, the largest value in milliseconds, and the compressed histogram; no tag for the only one', () => {
  const [one] = recorded();
  const line = histogramLog([{ tag: null, histogram: one!.histogram }], when)
    .split('\n')
    .at(-2)!;
  const [begin, length, max, base64] = line.split(',');
  expect([begin, length]).toEqual(['0.000', '5.000']);
  expect(Number(max)).toBeCloseTo(one!.histogram.maxValue / 1e6, 3);
  const decoded = decodeFromCompressedBase64(base64!);
  expect(decoded.totalCount).toBe(one!.histogram.totalCount);
  expect(decoded.getValueAtPercentile(99)).toBe(one!.histogram.getValueAtPercentile(99));
});

import { expect, test } from 'vitest';
import { nothingSeen } from '../../../../src/app/run/execution.js';
import { keptCounts, keptSamples, laterSample } from '../../../../src/app/run/window/kept-series.js';
import { ratesWithin, seriesOf } from '../../../../src/app/run/result/series.js';
import type { Sample } from '../../../../src/model/readings.js';

const limits = { most: 200, newest: 20 };
const tenth = 1e8;

/** Two minutes at 100 ms, with a window from 30 s to 110 s, in which one sample is far higher than the others. */
function twoMinutes() {
  const seen = nothingSeen();
  seen.marks = { beginNs: 300 * tenth, endNs: 1100 * tenth };
  const [keep, count] = [keptSamples(seen, limits), keptCounts(seen, seen.counts, limits)];
  for (let at = 0; at <= 1200; at++) {
    const roles: Sample['roles'] = { relay1: { ticks: at, rssBytes: at === 700 ? 9e6 : 5e6 } };
    keep({ timeNs: at * tenth, roles, logSizes: { relay1: at } });
    count({ timeNs: at * tenth, bytes: at * 1000 });
  }
  return seen;
}

test('of two neighbours the higher memory stays, and what only grows is that of the later', () => {
  const sample = (timeNs: number, ticks: number, rssBytes: number): Sample => ({
    ...{ timeNs, logSizes: { relay1: ticks } },
    roles: { relay1: { ticks, rssBytes } },
  });
  expect(laterSample(sample(1, 10, 900), sample(2, 20, 500))).toEqual(sample(2, 20, 900));
});

test('what figures are taken from is exact: samples at both marks, the highest memory, the counts', () => {
  const { samples, counts, stride, marks } = twoMinutes();
  expect(stride).toBeGreaterThan(1);
  expect(samples.length).toBeLessThan(400);
  for (const mark of [marks!.beginNs, marks!.endNs]) {
    expect(samples.findLast(({ timeNs }) => timeNs <= mark)!.timeNs).toBe(mark);
    expect(counts.findLast(({ timeNs }) => timeNs <= mark)!.bytes).toBe(mark / 1e5);
  }
  expect(Math.max(...samples.map(({ roles }) => roles['relay1']!.rssBytes))).toBe(9e6);
  // The two seconds before the window, by which the cost of a capture is told.
  expect(ratesWithin(counts, marks!.beginNs - 2e9, marks!.beginNs)).toHaveLength(20);
  for (const rate of ratesWithin(counts, marks!.beginNs, marks!.endNs)) expect(rate).toBeCloseTo(80_000);
});

test('the series says how far apart its samples are, and nearly all are', () => {
  const { samples, counts, stride } = twoMinutes();
  const series = seriesOf(samples, counts, 300 * tenth, stride);
  expect(series.interval).toBeCloseTo(0.1 * stride);
  const steps = series.time.slice(1).map((time, at) => time - series.time[at]!);
  expect(steps.filter((step) => Math.abs(step - series.interval) < 0.01).length).toBeGreaterThan(0.8 * steps.length);
  expect(new Set(series.bits_per_second)).toEqual(new Set([80_000]));
  for (const cpu of series.cpu['relay_1']!) expect(cpu).toBeCloseTo(0.1, 6);
});

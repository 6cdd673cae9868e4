import { expect, test } from 'vitest';
import { ratesWithin, seriesOf } from '../../../../src/app/run/result/series.js';
import type { Count, Sample } from '../../../../src/model/readings.js';
import { bytesPerSecond, anExecution, shares } from '../readings.js';

const sample = (seconds: number, roles: Sample['roles']): Sample => ({
  timeNs: seconds * 1e9,
  roles,
  logSizes: {},
});
const at = (seconds: number, bytes: number): Count => ({ timeNs: seconds * 1e9, bytes });

test('rates between neighbours, at the time of the later one; the warm-up is negative', () => {
  const { samples, counts } = anExecution();
  const series = seriesOf(samples, counts, 1e9);
  expect(series.time).toHaveLength(30);
  expect([series.time[0], series.time[9], series.time[29]]).toEqual([-0.9, 0, 2]);
  expect(new Set(series.bits_per_second)).toEqual(new Set([8 * bytesPerSecond]));
  expect(Object.keys(series.cpu)).toEqual(['relay_1', 'relay_2', 'client', 'server']);
  for (const cpu of series.cpu['relay_1']!) expect(cpu).toBeCloseTo(shares.relay1, 2);
  expect(series.rss['client']![29]).toBe(5_000_300);
});

test('counts of other times are read off straight lines between them', () => {
  const samples = [0.5, 1.5, 2.5].map((time) => sample(time, {}));
  const counts = [at(0, 0), at(1, 100), at(2, 300), at(3, 300)];
  // From 50 to 200, and from 200 to 300.
  expect(seriesOf(samples, counts, 0).bits_per_second).toEqual([1200, 800]);
});

test('outside of the counts nothing is known', () => {
  const samples = [0, 1, 2, 3].map((time) => sample(time, {}));
  expect(seriesOf(samples, [at(0.5, 0), at(2.5, 8)], 0).bits_per_second).toEqual([null, expect.any(Number), null]);
  expect(seriesOf(samples, [], 0).bits_per_second).toEqual([null, null, null]);
  expect(seriesOf(samples, [at(1, 5)], 0).bits_per_second).toEqual([null, null, null]);
});

test('a role that appears late, and one whose ticks fall because a process ended', () => {
  const series = seriesOf(
    [
      sample(0, { relay1: { ticks: 100, rssBytes: 1 } }),
      sample(0.1, { relay1: { ticks: 105, rssBytes: 2 }, client: { ticks: 0, rssBytes: 3 } }),
      sample(0.2, { relay1: { ticks: 60, rssBytes: 1 }, client: { ticks: 10, rssBytes: 4 } }),
    ],
    [],
    0,
  );
  expect(series.cpu).toEqual({ relay_1: [0.5, null], client: [null, 1] });
  expect(series.rss).toEqual({ relay_1: [2, 1], client: [3, 4] });
});

test('nothing at all is an empty series', () => {
  expect(seriesOf([], [], 0)).toEqual({ interval: 0.1, time: [], bits_per_second: [], cpu: {}, rss: {} });
});

test('rates within the window: only those between counts that both lie in it', () => {
  const counts = [at(0, 0), at(1, 1), at(2, 3), at(2, 3), at(3, 6), at(4, 10)];
  expect(ratesWithin(counts, 1e9, 3e9)).toEqual([16, 24]);
  expect(ratesWithin(counts, 1.1e9, 2.9e9)).toEqual([]);
  expect(ratesWithin([], 0, 1e9)).toEqual([]);
});

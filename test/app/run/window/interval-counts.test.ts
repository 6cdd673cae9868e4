import { expect, test } from 'vitest';
import { intervalCounts } from '../../../../src/app/run/window/interval-counts.js';
import { ratesWithin, seriesOf } from '../../../../src/app/run/result/series.js';
import type { Count } from '../../../../src/model/readings.js';
import { iperf3Interval } from '../../../../src/workloads/iperf3.js';
import { fixture } from '../../../workloads/fixture.js';

/** The counts of a recorded client, whose every interval is told at whole seconds. */
function countsOf(name: string, jobs: number): Count[] {
  const counts: Count[] = [];
  const add = intervalCounts(jobs, (count) => counts.push(count));
  const lines = fixture(`iperf3/${name}.client.txt`).split('\n').map(iperf3Interval);
  for (const [at, interval] of lines.filter((one) => one !== null).entries()) {
    add(interval, (1 + Math.floor(at / jobs)) * 1e9 + at);
  }
  return counts;
}

test.each([
  ['two-jobs', 2, 1000e6, 3],
  ['one-job', 1, 500e6, 3],
  ['no-warmup', 2, 1000e6, 2],
])('iperf3 %s: the sum over the streams, second by second', (name, jobs, bitsPerSecond, seconds) => {
  const counts = countsOf(name, jobs);
  expect(counts).toHaveLength(seconds + 1);
  expect(counts[0]).toEqual({ timeNs: expect.closeTo(0, -2), bytes: 0 });
  const rates = ratesWithin(counts, -1, 1e12);
  expect(rates).toHaveLength(seconds);
  for (const rate of rates) expect(rate / bitsPerSecond).toBeCloseTo(1, 2);
});

test('between the lines the rate is that of the second, outside of them unknown', () => {
  const samples = Array.from({ length: 41 }, (_, at) => ({ timeNs: at * 1e8, roles: {}, logSizes: {} }));
  const { bits_per_second: rates } = seriesOf(samples, countsOf('two-jobs', 2), 1e9);
  for (const rate of rates.slice(1, 29)) expect(rate! / 1000e6).toBeCloseTo(1, 2);
  expect(new Set(rates.slice(31))).toEqual(new Set([null]));
});

test('a stretch of which a stream told nothing is left out', () => {
  const counts: Count[] = [];
  const add = intervalCounts(2, (count) => counts.push(count));
  const line = (stretch: string, bytes: number) => ({ stretch, seconds: 1, bytes });
  add(line('0-1', 10), 1e9);
  add(line('1-2', 10), 2e9);
  add(line('1-2', 20), 2.1e9);
  add(line('2-3', 5), 3e9);
  add(line('2-3', 5), 3e9);
  expect(counts).toEqual([
    { timeNs: 1e9, bytes: 0 },
    { timeNs: 2e9, bytes: 30 },
    { timeNs: 3e9, bytes: 40 },
  ]);
});

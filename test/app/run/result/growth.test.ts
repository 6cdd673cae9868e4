import { expect, test } from 'vitest';
import { growthOf } from '../../../../src/app/run/result/growth.js';
import type { RoutersOverTime } from '../../../../src/model/router-series.js';
import type { Sample } from '../../../../src/model/readings.js';
import { aReading } from '../readings.js';

/** A relay that grows by 1000 bytes a second, and one that has ended; the warm-up, which does not count, is 10 s. */
const samples = (seconds: number): Sample[] =>
  Array.from({ length: seconds + 10 }, (_, at) => ({
    timeNs: at * 1e9,
    logSizes: {},
    roles: { relay1: { ticks: 0, rssBytes: at < 10 ? 9e9 : 5e6 + 1000 * at }, relay2: { ticks: 0, rssBytes: 0 } },
  }));

const over = (seconds: number) => ({
  marks: { beginNs: 10e9, endNs: (10 + seconds) * 1e9 },
  end: aReading(10 + seconds),
  samples: samples(seconds),
});

test('memory by the hour, of the window alone', () => {
  expect(growthOf(over(300), null)).toEqual({
    seconds: 300,
    rss: { relay_1: { per_hour: 3_600_000, low: 3_600_000, high: 3_600_000 } },
    pools: {},
  });
});

test('a short window, or one without an end, tells nothing', () => {
  expect(growthOf(over(200), null)).toBeNull();
  expect(growthOf({ ...over(300), end: null }, null)).toBeNull();
  expect(growthOf({ ...over(300), marks: null }, null)).toBeNull();
});

test('objects of a router; of what it did not answer nothing', () => {
  const time = Array.from({ length: 300 }, (_, at) => at);
  const pool = (in_threads: (number | null)[]) => ({ size: 100, allocated: in_threads, in_threads });
  const router = {
    pools: { qd_buffer_t: pool(time.map((at) => 2 * at)), qdr_link_t: pool(time.map(() => null)) },
  } as unknown as RoutersOverTime['routers'][string];
  const { pools } = growthOf(over(300), { interval: 1, time, routers: { relay_1: router } })!;
  expect(pools).toEqual({ relay_1: { qd_buffer_t: { per_hour: 7200, low: 7200, high: 7200 } } });
});

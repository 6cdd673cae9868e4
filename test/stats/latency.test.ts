import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { latencyOf, newHistogram } from '../../src/stats/latency.js';

function recorded(values: readonly number[]) {
  const histogram = newHistogram();
  for (const value of values) histogram.recordValue(value);
  const sumNs = values.reduce((sum, value) => sum + value, 0);
  return latencyOf(histogram, { sumNs, minNs: Math.min(...values), maxNs: Math.max(...values) });
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, at) => (at + 1) * 1000);

test('no samples, no latency', () => {
  expect(latencyOf(newHistogram(), { sumNs: 0, minNs: Infinity, maxNs: 0 })).toBeNull();
});

test.each([
  [19, []],
  [20, ['p50']],
  [99, ['p50']],
  [100, ['p50', 'p90']],
  [999, ['p50', 'p90']],
  [1000, ['p50', 'p90', 'p99']],
  [9999, ['p50', 'p90', 'p99']],
  [10_000, ['p50', 'p90', 'p99', 'p999']],
  [99_999, ['p50', 'p90', 'p99', 'p999']],
  [100_000, ['p50', 'p90', 'p99', 'p999', 'p9999']],
])('%d samples: a percentile needs ten samples beyond it', (count, known) => {
  const latency = recorded(upTo(count))!;
  const percentiles = ['p50', 'p90', 'p99', 'p999', 'p9999'] as const;
  expect(percentiles.filter((name) => latency[name] !== null)).toEqual(known);
});

test('samples that are missing are longer than all others: percentiles move, and those among them are not known', () => {
  const histogram = newHistogram();
  for (const value of upTo(10_000)) histogram.recordValue(value);
  const latency = latencyOf(histogram, { sumNs: 1, minNs: 1000, maxNs: 10_000_000 }, 1000)!;
  expect(latency.count).toBe(10_000);
  expect(latency.p50! / 5.5e-3).toBeCloseTo(1, 2);
  expect(latency.p90! / 9.9e-3).toBeCloseTo(1, 2);
  expect(latency).toMatchObject({ p99: null, p999: null });
});

test('seconds, within three significant digits; moments exactly', () => {
  const latency = recorded(upTo(10_000))!;
  expect(latency).toMatchObject({ count: 10_000, average: expect.closeTo(5.0005e-3, 10), min: 1e-6, max: 0.01 });
  expect(latency.p50! / 5e-3).toBeCloseTo(1, 2);
  expect(latency.p999! / 9.99e-3).toBeCloseTo(1, 2);
});

test('percentiles are near those of the sorted samples, and in order', () => {
  const samples = fc.array(fc.integer({ min: 100, max: 60_000_000_000 }), { minLength: 1000, maxLength: 1200 });
  fc.assert(
    fc.property(samples, (values) => {
      const latency = recorded(values)!;
      const sorted = values.toSorted((a, b) => a - b);
      for (const [share, found] of [
        [0.5, latency.p50],
        [0.9, latency.p90],
        [0.99, latency.p99],
      ] as const) {
        const exact = sorted[Math.ceil(share * sorted.length) - 1]! * 1e-9;
        expect(Math.abs(found! / exact - 1)).toBeLessThan(0.002);
      }
      expect(latency.p50).toBeLessThanOrEqual(latency.p90!);
      expect(latency.p90).toBeLessThanOrEqual(latency.p99!);
    }),
    { numRuns: 20 },
  );
});

test('a percentile is never longer than the longest', () => {
  // All in one bucket, whose upper end is 298,582,015 ns.
  const { p50, p99, max } = recorded(Array.from({ length: 2000 }, () => 298_433_422))!;
  expect([p50, p99, max]).toEqual([max, max, 0.298433422]);
});

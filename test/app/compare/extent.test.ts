import { expect, test } from 'vitest';
import { extentOf, primaryOf, scheduleFor } from '../../../src/app/compare/extent.js';
import { metricsOf } from '../../../src/model/metrics.js';
import { aScenario } from '../../fixtures/scenario.js';

const looksOf = (options: Parameters<typeof scheduleFor>[0]): unknown[] => {
  const { mode, schedule } = scheduleFor(options);
  return [mode, schedule.pairs, schedule.looks.map(({ pairs }) => pairs)];
};

test('how many pairs, and when they are judged', () => {
  expect(looksOf({ pairs: null, quick: false })).toEqual(['looks', 30, [10, 20, 30]]);
  expect(looksOf({ pairs: 20, quick: false })).toEqual(['fixed', 20, [20]]);
  expect(looksOf({ pairs: 8, quick: false })).toEqual(['fixed', 8, [8]]);
  expect(looksOf({ pairs: 7, quick: false })).toEqual(['fixed', 7, []]);
  expect(looksOf({ pairs: null, quick: true })).toEqual(['quick', 4, []]);
});

const stream = metricsOf({ hops: 2, counted: false });
const requests = metricsOf({ hops: 2, counted: true });
const shared = [{ code: 'shared-cpus', message: '4 processes share 2 CPUs', advice: '' }];

test('the rate is judged where each part has CPUs of its own, else what the relays cost', () => {
  const usual = { wanted: null, hops: 2 };
  expect(primaryOf(stream, { ...usual, warnings: [] }).name).toBe('throughput');
  expect(primaryOf(requests, { ...usual, warnings: [] }).name).toBe('operations');
  expect(primaryOf(stream, { ...usual, warnings: shared }).name).toBe('cpu');
  expect(primaryOf(requests, { ...usual, warnings: shared }).name).toBe('cpu');
  expect(primaryOf(requests, { wanted: 'p99', hops: 2, warnings: shared }).name).toBe('p99');
  // Without relays there is no CPU time of theirs.
  expect(primaryOf(metricsOf({ hops: 0, counted: false }), { wanted: null, hops: 0, warnings: shared }).name).toBe(
    'throughput',
  );
});

test('a metric that these runs do not have is a usage error that names those they have', () => {
  expect(() => primaryOf(stream, { wanted: 'p99', hops: 2, warnings: [] })).toThrow(
    expect.objectContaining({
      exitCode: 2,
      message: "these runs have no metric 'p99'",
      remedy: expect.stringContaining('throughput, cpu, cpu.relay1'),
    }),
  );
});

test('how many runs, and how long they take: routers are slow to start', () => {
  const nginx = aScenario({ warmup: 1.5, duration: 5 });
  const skrouterd = { ...nginx, relay: 'skrouterd' as const };
  expect(extentOf(30, [nginx, nginx])).toEqual({ runs: 62, seconds: 31 * 15 });
  expect(extentOf(30, [skrouterd, skrouterd]).seconds).toBeCloseTo(31 * 19.4);
  // What --quick promises.
  expect(extentOf(4, [nginx, nginx]).seconds).toBeLessThan(100);
  expect(extentOf(4, [skrouterd, skrouterd]).seconds).toBeLessThan(100);
});

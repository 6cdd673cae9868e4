import { expect, test } from 'vitest';
import { extentOf, primaryOf, scheduleFor, scheduleWithin, type Design } from '../../../src/app/compare/extent.js';
import { usualLoad } from '../../../src/model/load.js';
import { metricsOf } from '../../../src/model/metrics.js';
import { aScenario } from '../../fixtures/scenario.js';

const described = ({ mode, schedule }: Design): unknown[] => [
  mode,
  schedule.pairs,
  schedule.looks.map(({ pairs }) => pairs),
];
const looksOf = (options: Parameters<typeof scheduleFor>[0]): unknown[] => described(scheduleFor(options));

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

const usual = { wanted: null, scenario: aScenario() };

test('the rate is judged where each part has CPUs of its own, else what the relays cost', () => {
  expect(primaryOf(stream, { ...usual, warnings: [] }).name).toBe('throughput');
  expect(primaryOf(requests, { ...usual, warnings: [] }).name).toBe('operations');
  expect(primaryOf(stream, { ...usual, warnings: shared }).name).toBe('cpu');
  expect(primaryOf(requests, { ...usual, warnings: shared }).name).toBe('cpu');
  expect(primaryOf(requests, { ...usual, wanted: 'p99', warnings: shared }).name).toBe('p99');
  // At a rate that was asked for both sides are as fast.
  const paced = aScenario({ load: { ...usualLoad, rate: { unit: 'bits', perSecond: 1e9 } } });
  expect(primaryOf(stream, { wanted: null, scenario: paced, warnings: [] }).name).toBe('cpu');
  // Streams beside the requests use most of the CPU time.
  const beside = aScenario({ workload: 'builtin-rr', load: { ...usualLoad, background: 2 } });
  expect(primaryOf(requests, { wanted: null, scenario: beside, warnings: shared }).name).toBe('operations');
  const pacedBeside = { ...beside, load: { ...beside.load, rate: { unit: 'requests', perSecond: 100 } as const } };
  expect(primaryOf(requests, { wanted: null, scenario: pacedBeside, warnings: [] }).name).toBe('p50');
  // Without relays there is no CPU time of theirs.
  expect(
    primaryOf(metricsOf({ hops: 0, counted: false }), {
      wanted: null,
      scenario: aScenario({ hops: 0 }),
      warnings: shared,
    }).name,
  ).toBe('throughput');
});

test('a metric that these runs do not have is a usage error that names those they have', () => {
  expect(() => primaryOf(stream, { ...usual, wanted: 'p99', warnings: [] })).toThrow(
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

test('several workloads are judged once, after the same number of pairs', () => {
  const two = { quick: false, workloads: 2 };
  expect(looksOf({ ...two, pairs: null })).toEqual(['fixed', 30, [30]]);
  expect(looksOf({ ...two, pairs: 12 })).toEqual(['fixed', 12, [12]]);
  expect(looksOf({ pairs: null, quick: true, workloads: 2 })).toEqual(['quick', 4, []]);
  for (const pairs of [6, 9]) {
    expect(() => scheduleFor({ ...two, pairs })).toThrow(expect.objectContaining({ code: 'no-verdict', exitCode: 2 }));
  }
});

test('the most pairs for which there is time, if none is repeated', () => {
  const nginx = aScenario({ warmup: 1.5, duration: 5 });
  const within = (seconds: number, workloads = 1): unknown[] =>
    described(
      scheduleWithin(
        seconds,
        Array.from({ length: workloads }, () => [nginx, nginx]),
      ),
    );
  // 15 s a pair, and one pair more.
  expect(within(3600)).toEqual(['looks', 30, [10, 20, 30]]);
  expect(within(31 * 15)).toEqual(['looks', 30, [10, 20, 30]]);
  expect(within(31 * 15 - 1)).toEqual(['looks', 20, [10, 20]]);
  expect(within(21 * 15 - 1)).toEqual(['fixed', 10, [10]]);
  expect(within(11 * 15 - 1)).toEqual(['fixed', 8, [8]]);
  expect(within(2 * 31 * 15, 2)).toEqual(['fixed', 30, [30]]);
  expect(within(2 * 31 * 15 - 1, 2)).toEqual(['fixed', 28, [28]]);
  expect(within(3 * 9 * 15, 3)).toEqual(['fixed', 8, [8]]);
});

test('too little time is a usage error that says how much it takes', () => {
  const skrouterd = aScenario({ relay: 'skrouterd', warmup: 1.5, duration: 5 });
  expect(() => scheduleWithin(60, [[skrouterd, skrouterd]])).toThrow(
    expect.objectContaining({
      exitCode: 2,
      message: '8 pairs take about 2 m 55 s, longer than --time-budget',
      remedy: expect.stringContaining('--quick'),
    }),
  );
});

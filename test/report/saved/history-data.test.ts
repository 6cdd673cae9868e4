import { expect, test } from 'vitest';
import { metricsOf } from '../../../src/model/metrics.js';
import { historyOf } from '../../../src/report/saved/history-data.js';
import { anEnvironment, aTrust } from '../../fixtures/summary.js';
import { aRunOf, changed, threeBuilds } from '../../fixtures/saved.js';

const [throughput] = metricsOf({ hops: 2, counted: false });
const historyOfRates = (runs: ReturnType<typeof threeBuilds>) => historyOf(runs, throughput!, []);

test('consecutive runs of a build are one point, and only those that are ok count', () => {
  const { points } = historyOfRates(threeBuilds());
  expect(points.map(({ n, label, not_counted: not }) => [n, label, not])).toEqual([
    [4, '1.26.3 9c1e44d0', {}],
    [2, '1.26.3 44d09c1e', { invalid: 1 }],
    [3, '1.26.3 77ab44d0', {}],
  ]);
  expect(points[1]).toMatchObject({ value: 3.13e9, low: 3.11e9, high: 3.15e9 });
  expect(points.map(({ runs }) => runs.length)).toEqual([4, 3, 3]);
});

test('a median beyond the band of the one before is marked, one within it is not', () => {
  const { points, band } = historyOfRates(threeBuilds());
  expect(band).toMatchObject({ source: 'repeats', of: 9 });
  expect(band!.deviation).toBeCloseTo(0.0107, 4);
  expect(points.map(({ marked }) => marked)).toEqual([false, false, true]);
  expect(points[0]).toMatchObject({ band: null, change: null });
  expect(points[2]!.change).toBeCloseTo(2.71 / 3.13 - 1, 9);
  expect(points[2]!.band!.low).toBeGreaterThan(points[2]!.value!);
});

test('the record of calibrations comes before the repeats', () => {
  const { band, points } = historyOf(threeBuilds(), throughput!, [
    { noise: 0.2, pairs: 20 },
    { noise: 0.2, pairs: 30 },
  ]);
  expect(band).toEqual({ source: 'calibrations', deviation: 0.2 / Math.SQRT2, of: 2 });
  // With so much noise nothing can be seen.
  expect(points.some(({ marked }) => marked)).toBe(false);
});

test('without repeats there is no band, nothing is marked, and it is said why', () => {
  const runs = threeBuilds().filter((_, at) => [0, 4, 7].includes(at));
  const { band, why_no_band: why, points } = historyOfRates(runs);
  expect([band, points.map((point) => [point.band, point.marked])]).toEqual([
    null,
    Array.from({ length: 3 }, () => [null, false]),
  ]);
  expect(why).toMatch(/too few runs repeat others/);
});

test('runs of a build days apart scatter too, and belong to the noise', () => {
  const [first, second] = [{ build: 'aaaaaaaa' }, { build: 'bbbbbbbb' }];
  const runs = [
    ...[3, 3.01].map((rate, at) => aRunOf({ ...first, day: 1, hour: 10 + at, rate })),
    ...[3.3, 3.31].map((rate, at) => aRunOf({ ...second, day: 2, hour: 10 + at, rate })),
    ...[3.6, 3.61].map((rate, at) => aRunOf({ ...first, day: 3, hour: 10 + at, rate })),
    ...[3.3, 3.29].map((rate, at) => aRunOf({ ...second, day: 4, hour: 10 + at, rate })),
  ];
  const { points, band } = historyOfRates(runs);
  expect(points.map(({ n }) => n)).toEqual([2, 2, 2, 2]);
  expect(band!.deviation).toBeGreaterThan(0.05);
  expect(points.some(({ marked }) => marked)).toBe(false);
});

test('what has changed beside the relay begins a point of its own, and is said', () => {
  const [a, b] = threeBuilds();
  const { points } = historyOfRates([a!, { ...b!, environment: { ...b!.environment!, kernel: '6.13.0' } }]);
  expect(points.map(({ also }) => also)).toEqual([[], ['kernel 6.12.48 -> 6.13.0']]);
});

test('a router with another Proton is another build, and then the label says so', () => {
  const proton = (build_id: string) => ({
    trust: aTrust({ libraries: { relay_1: [{ path: '/opt/lib/libqpid-proton-core.so.10.14.0', build_id }] } }),
  });
  const runs = [
    aRunOf({ day: 1, hour: 10 }, proton('77ab0123456789')),
    aRunOf({ day: 2, hour: 10 }, proton('c0ffee23456789')),
    // It failed before anybody looked at its libraries.
    aRunOf({ day: 2, hour: 11 }, { status: 'failed', trust: null, results: null }),
  ];
  const { points } = historyOfRates(runs);
  expect(points.map(({ label }) => label)).toEqual(['1.26.3 9c1e44d0 + 77ab0123', '1.26.3 9c1e44d0 + c0ffee23']);
  expect(points[1]).toMatchObject({ n: 1, not_counted: { failed: 1 } });
});

test('a point without a run that counts has no figure, and the next is held against the one before it', () => {
  const failed = { status: 'failed', results: null } as const;
  const runs = changed(threeBuilds(), failed, 4, 7);
  const { points } = historyOfRates(runs);
  expect(points[1]).toMatchObject({
    n: 0,
    value: null,
    low: null,
    change: null,
    marked: false,
    not_counted: { failed: 3 },
  });
  expect(points[2]!.change).toBeCloseTo(2.71 / 3.11 - 1, 9);
});

test('without a relay there is one build', () => {
  const environment = anEnvironment({ relay: null });
  const { points } = historyOfRates(changed(threeBuilds(), { environment }));
  expect(points.map(({ label, build }) => [label, build])).toEqual([['-', null]]);
});

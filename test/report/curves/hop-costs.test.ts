import { expect, test } from 'vitest';
import type { Sweep } from '../../../src/model/sweep.js';
import { hopCosts, hopSentences } from '../../../src/report/curves/hop-costs.js';
import { aCurve, aFailedSweepRun, aSweep, aSweepRun } from '../../fixtures/curves.js';

const hops = (...numbers: number[]) => numbers.map((number) => ({ text: String(number), number }));

/** A sweep over the lengths of a chain; `points`: cost and latency of each pass. */
const overHops = (lengths: readonly number[], points: readonly [cost: number | null, p50: number | null][][]): Sweep =>
  aSweep({
    axis: 'hops',
    values: hops(...lengths),
    curves: [
      aCurve(
        'nginx',
        points.map((runs) =>
          runs.map(([relays_cost, latency_p50], at) => aSweepRun({ repeat: at + 1, relays_cost, latency_p50 })),
        ),
      ),
    ],
  });

test('the first relay, the further ones on the average, and each of them', () => {
  const sweep = overHops(
    [0, 1, 2, 3],
    [
      [
        [null, 20e-6],
        [null, 22e-6],
      ],
      [
        [2, 60e-6],
        [2.2, 66e-6],
      ],
      [
        [4, 100e-6],
        [4.3, 104e-6],
      ],
      [
        [7, 145e-6],
        [7.6, 152e-6],
      ],
    ],
  );
  const found = hopCosts(sweep.curves[0]!, sweep);
  expect(found.map(({ from, to }) => [from, to])).toEqual([
    [0, 1],
    [1, 3],
    [1, 2],
    [2, 3],
  ]);
  expect(found[0]?.cost).toMatchObject({ spread: { median: 2.1, low: 2, high: 2.2, level: null }, passes: 2 });
  expect(found[0]?.latency?.spread.median).toBeCloseTo(42e-6);
  expect(found[1]?.cost?.spread.median).toBeCloseTo(2.6);
  expect(hopSentences(sweep)).toEqual([
    'nginx: the first relay costs 2.10 (2.00 .. 2.20) CPU-s/GB and adds 42.0 µs (40.0 .. 44.0) to the p50',
    'nginx: each further relay (2 to 3) costs 2.60 (2.50 .. 2.70) CPU-s/GB and adds 42.8 µs (42.5 .. 43.0) to the p50',
    'nginx: relay 2 costs 2.05 (2.00 .. 2.10) CPU-s/GB and adds 39.0 µs (38.0 .. 40.0) to the p50',
    'nginx: relay 3 costs 3.15 (3.00 .. 3.30) CPU-s/GB and adds 46.5 µs (45.0 .. 48.0) to the p50',
  ]);
});

test('a stream has no latency; the values may stand in any order, and need not begin with the direct way', () => {
  const sweep = overHops([4, 1, 2], [[[9, null]], [[2, null]], [[3, null]]]);
  expect(hopSentences(sweep)).toEqual([
    'nginx: the first relay costs 2.00 CPU-s/GB',
    'nginx: each further relay (2 to 4) costs 2.33 CPU-s/GB',
    'nginx: relay 2 costs 1.00 CPU-s/GB',
    'nginx: each further relay (3 to 4) costs 3.00 CPU-s/GB',
  ]);
});

test('six passes bear an interval', () => {
  const values = [1, 2, 3, 4, 5, 6].map((add): [number, null] => [10 + add, null]);
  const sweep = overHops([2, 3], [values.map(() => [10, null]), values]);
  expect(hopSentences(sweep)).toEqual(['nginx: relay 3 costs 3.50 [1.00, 6.00] CPU-s/GB']);
});

test('a pass without one of the two chains is left out; figures of invalid runs are marked', () => {
  const spoilt = { status: 'invalid', reason: { code: 'disturbed', message: 'x' } } as const;
  const sweep = aSweep({
    axis: 'hops',
    values: hops(1, 2),
    curves: [
      aCurve('nginx', [
        [aSweepRun({ repeat: 1, relays_cost: 1 }), aSweepRun({ repeat: 2, relays_cost: 5 })],
        [aSweepRun({ repeat: 1, relays_cost: 3, ...spoilt }), aFailedSweepRun({ repeat: 2 })],
      ]),
      aCurve('haproxy', [[aFailedSweepRun()], []]),
    ],
  });
  expect(hopSentences(sweep)).toEqual([
    'nginx: the first relay costs 3.00 (1.00 .. 5.00) CPU-s/GB',
    'nginx: relay 2 costs !2.00 CPU-s/GB',
  ]);
});

test('nothing is said of other sweeps, nor of a chain without relays', () => {
  expect(hopSentences(aSweep())).toEqual([]);
  const none = overHops([0, 1], [[[null, 1e-6]], [[null, 2e-6]]]);
  expect(hopSentences({ ...none, curves: [{ ...none.curves[0]!, relay: 'none' }] })).toEqual([]);
});

import { expect, test } from 'vitest';
import { lastAttempts, pointOf } from '../../../src/report/curves/spread.js';
import { aFailedSweepRun, aSweepRun, runsAt } from '../../fixtures/curves.js';

const spoilt = { status: 'invalid', reason: { code: 'disturbed', message: 'other programs used 9.0 %' } } as const;

test('three runs show all that was seen, six an interval', () => {
  expect(pointOf(runsAt([3, 1, 2])).figures.rate).toEqual({ median: 2, low: 1, high: 3, level: null });
  const { rate } = pointOf(runsAt([6, 5, 4, 3, 2, 1])).figures;
  expect(rate).toMatchObject({ median: 3.5, low: 1, high: 6 });
  expect(rate!.level).toBeCloseTo(0.96875, 9);
  expect(pointOf(runsAt([1, 2, 3, 4, 5, 6, 7, 8, 9])).figures.rate).toMatchObject({ median: 5, low: 2, high: 8 });
});

test('the last attempt of each pass counts', () => {
  const runs = [
    aSweepRun({ ...spoilt, rate: 1 }),
    aSweepRun({ attempt: 2, rate: 5 }),
    aSweepRun({ repeat: 2, rate: 7 }),
  ];
  expect(lastAttempts(runs).map(({ rate }) => rate)).toEqual([5, 7]);
  expect(pointOf(runs)).toMatchObject({ counted: 2, doubtful: false, figures: { rate: { low: 5, high: 7 } } });
});

test('invalid runs count only where there is no good one, and are marked', () => {
  const bad = aSweepRun({ ...spoilt, attempt: 3, rate: 1 });
  expect(pointOf([bad, aSweepRun({ repeat: 2, rate: 4 })])).toMatchObject({ counted: 1, doubtful: false });
  expect(pointOf([bad])).toMatchObject({ counted: 1, doubtful: true, figures: { rate: { median: 1 } } });
});

test('a point without runs, or only failed ones, has no figures', () => {
  for (const runs of [[], [aFailedSweepRun()]]) {
    const { figures, counted, doubtful } = pointOf(runs);
    expect([counted, doubtful]).toEqual([0, false]);
    expect(Object.values(figures).every((figure) => figure === null)).toBe(true);
  }
});

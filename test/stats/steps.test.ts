import { expect, test } from 'vitest';
import { changePerStep } from '../../src/stats/steps.js';

const pass = (...values: (number | null)[]) => values.flatMap((value, at) => (value === null ? [] : [{ at, value }]));

test('the change for each step, pass by pass', () => {
  expect(changePerStep([pass(0, 2, 4, 9), pass(1, 2, 3, 8)], 1, 3)).toEqual([3.5, 3]);
  expect(changePerStep([pass(0, 2, 4, 9)], 3, 1)).toEqual([3.5]);
  expect(changePerStep([pass(5, 3)], 0, 1)).toEqual([-2]);
});

test('a pass without one of the ends tells nothing', () => {
  expect(changePerStep([pass(0, 2, null, 4), pass(0, 1, 5)], 0, 2)).toEqual([2.5]);
  expect(changePerStep([], 0, 2)).toEqual([]);
  expect(() => changePerStep([pass(0)], 0, 0)).toThrow(RangeError);
});

test('it is the mean of the steps between, and a drift from pass to pass is not in it', () => {
  const costs = [1, 4, 6, 12];
  const drifting = [0, 10, 100].map((drift) => pass(...costs.map((cost) => cost + drift)));
  const steps = [1, 2, 3].map((to) => changePerStep(drifting, to - 1, to)[0]!);
  expect(changePerStep(drifting, 0, 3)).toEqual([11 / 3, 11 / 3, 11 / 3]);
  expect(steps.reduce((sum, one) => sum + one, 0) / 3).toBeCloseTo(11 / 3);
});

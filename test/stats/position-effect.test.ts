import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { blocksOf } from '../../src/stats/looks.js';
import { positionEffect } from '../../src/stats/position-effect.js';
import { fixedSchedule } from '../../src/stats/schedule.js';
import { noisyPairs, pairsWithTies, turned } from './pairs.js';

const effectOf = (pairs: ReturnType<typeof noisyPairs>) => positionEffect(blocksOf(fixedSchedule(pairs.length), pairs));

test('the second run has 2 % more, whatever the sides do', () => {
  const effect = effectOf(noisyPairs(1, 30, { noise: 0, change: 0.3, position: 0.02 }))!;
  for (const figure of [effect.estimate, effect.lower, effect.upper]) expect(figure).toBeCloseTo(0.02, 12);
});

test('the interval contains it in at least 95 %, within what 400 comparisons can tell', () => {
  const inside = Array.from({ length: 400 }, (_, seed) =>
    effectOf(noisyPairs(seed, 20, { change: 0.05, position: 0.02 })),
  ).filter((effect) => effect!.lower <= 0.02 && 0.02 <= effect!.upper);
  expect(inside.length / 400).toBeGreaterThan(0.93);
});

test('turning the sides changes nothing', () => {
  fc.assert(
    fc.property(pairsWithTies(20), (pairs) => {
      expect(effectOf(turned(pairs))).toEqual(effectOf(pairs));
    }),
  );
});

test('too few pairs, or one order only: unknown', () => {
  expect(effectOf(noisyPairs(1, 6))).toBeNull();
  expect(positionEffect([])).toBeNull();
  expect(positionEffect([noisyPairs(1, 20).filter(({ first }) => first === 'a')])).toBeNull();
});

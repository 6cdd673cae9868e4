import { assert, constantFrom, integer, nat, property } from 'fast-check';
import { expect, test } from 'vitest';
import { buildTurns } from '../../src/stats/build-turns.js';
import { pairOrders } from '../../src/stats/pair-orders.js';

test('a single build has every turn', () => {
  expect(buildTurns(1, ['a', 'b', 'b'], 1)).toEqual([0, 0, 0]);
});

test('of several builds each is first and second equally often, give or take one', () => {
  assert(
    property(nat(), constantFrom(8, 10, 20, 30), integer({ min: 2, max: 5 }), (seed, pairs, builds) => {
      const order = pairOrders(seed, pairs);
      const turns = buildTurns(seed, order, builds);
      for (const first of ['a', 'b']) {
        const counts = Array.from(
          { length: builds },
          (_, build) => turns.filter((turn, pair) => turn === build && order[pair] === first).length,
        );
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      }
    }),
  );
});

test('the seed decides who begins', () => {
  const order = pairOrders(3, 10);
  const starts = new Set(Array.from({ length: 30 }, (_, seed) => buildTurns(seed, order, 3).join('')));
  expect(starts.size).toBeGreaterThan(1);
  expect(buildTurns(5, order, 3)).toEqual(buildTurns(5, order, 3));
});

import { expect, test } from 'vitest';
import { treeTotals } from '../../src/stats/tree-totals.js';

test('a node holds what everything below it holds', () => {
  const own = [1, 2, 4, 8];
  expect(treeTotals([-1, 0, 1, 0], own)).toEqual([15, 6, 4, 8]);
  expect(own).toEqual([1, 2, 4, 8]);
});

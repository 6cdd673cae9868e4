import { assert, array, double, property, record } from 'fast-check';
import { expect, test } from 'vitest';
import { kneeOf, kneeShare } from '../../src/stats/knee.js';

const curve = (xs: readonly number[], ys: readonly number[]) => xs.map((x, at) => ({ x, y: ys[at]! }));
const jobs = [1, 2, 4, 8, 16];

test.each<[string, number[], object]>([
  ['one that bends', [10, 19, 36, 39, 40], { kind: 'knee', x: 4 }],
  ['one that falls after its knee', [10, 20, 30, 24, 12], { kind: 'knee', x: 4 }],
  ['one that dips before it', [10, 9, 18, 19, 19], { kind: 'knee', x: 4 }],
  ['one that rises to the end', [1, 2, 4, 8, 16], { kind: 'rising' }],
  ['one that has everything at once', [10, 10.4, 9.8, 10.9, 10.1], { kind: 'flat' }],
  ['one that only falls', [10, 9, 8, 7, 6], { kind: 'flat' }],
  ['one of zeros', [0, 0, 0, 0, 0], { kind: 'flat' }],
])('the knee of %s', (_, ys, knee) => {
  expect(kneeOf(curve(jobs, ys))).toEqual(knee);
});

test('a curve must go on behind its knee by 40 % of the axis', () => {
  expect(kneeOf(curve([1, 10, 13], [5, 10, 10]))).toEqual({ kind: 'rising' });
  expect(kneeOf(curve([1, 10, 14], [5, 10, 10]))).toEqual({ kind: 'knee', x: 10 });
});

test('places come in any order; of fewer than two nothing is said', () => {
  expect(kneeOf(curve([8, 1, 4], [20, 10, 19]))).toEqual({ kind: 'knee', x: 4 });
  expect(kneeOf(curve([8], [20]))).toBeNull();
  expect(kneeOf([])).toBeNull();
});

test('before the knee everything is lower than the share of the most', () => {
  const point = record({ x: double({ min: 0, max: 1e6, noNaN: true }), y: double({ min: 0, max: 1e12, noNaN: true }) });
  assert(
    property(array(point, { minLength: 2, maxLength: 20 }), (points) => {
      const knee = kneeOf(points);
      const before = knee?.kind === 'knee' ? points.filter(({ x }) => x < knee.x) : [];
      const most = Math.max(...points.map(({ y }) => y));
      expect(before.filter(({ y }) => y >= kneeShare * most)).toEqual([]);
    }),
  );
});

import { array, assert, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { evenly, joinedBy, Thinning } from '../../../../src/app/run/window/thinning.js';

interface One {
  timeNs: number;
  highest: number;
  of: number;
}

const merge = (earlier: One, later: One): One => ({
  timeNs: later.timeNs,
  highest: Math.max(earlier.highest, later.highest),
  of: earlier.of + later.of,
});
const one = (timeNs: number, highest = 0): One => ({ timeNs, highest, of: 1 });
const never = (): boolean => false;

test('groups become one each, with the time of the last; what is exact ends a group and stays', () => {
  const samples = [1, 2, 3, 4, 5, 6, 7].map((time) => one(time, 10 - time));
  expect(joinedBy(samples, 3, { merge, exact: never })).toEqual([
    { timeNs: 3, highest: 9, of: 3 },
    { timeNs: 6, highest: 6, of: 3 },
    { timeNs: 7, highest: 3, of: 1 },
  ]);
  const times = joinedBy(samples, 3, { merge, exact: ({ timeNs }) => timeNs === 2 }).map(({ timeNs }) => timeNs);
  expect(times).toEqual([1, 2, 5, 7]);
});

test('a short series is what it was', () => {
  const list: One[] = [];
  const thinning = new Thinning(list, { most: 20, newest: 5, merge, exact: never });
  for (let time = 0; time < 24; time++) thinning.add(one(time));
  expect(list.map(({ timeNs }) => timeNs)).toEqual(Array.from({ length: 24 }, (_, time) => time));
  expect(thinning.stride).toBe(1);
});

test('a long one is bounded, in order, and has lost nothing; its newest samples and the exact ones are themselves', () => {
  assert(
    property(
      integer({ min: 0, max: 3000 }),
      integer({ min: 4, max: 60 }),
      integer({ min: 1, max: 20 }),
      (count, most, newest) => {
        const list: One[] = [];
        const isExact = ({ timeNs }: One): boolean => timeNs >= 100 && timeNs < 110;
        const thinning = new Thinning(list, { most, newest, merge, exact: isExact });
        for (let time = 0; time < count; time++) {
          thinning.add(one(time, time === 55 ? 7 : 0));
          // The older part, the exact ones with one cut group on each side, and a newest part that waits for a whole group.
          expect(list.length).toBeLessThanOrEqual(most + 12 + 2 * newest + Math.max(newest, thinning.stride));
        }
        expect(list.reduce((sum, { of }) => sum + of, 0)).toBe(count);
        expect(list.map(({ timeNs }) => timeNs)).toEqual(list.map(({ timeNs }) => timeNs).toSorted((a, b) => a - b));
        expect(list.slice(-newest).every(({ of }) => of === 1)).toBe(true);
        expect(list.filter(isExact).every(({ of }) => of === 1)).toBe(true);
        expect(list.filter(isExact)).toHaveLength(Math.max(0, Math.min(10, count - 100)));
        expect(list.some(({ highest }) => highest === 7)).toBe(count > 55);
        expect(list.every(({ of }) => of <= thinning.stride)).toBe(true);
        expect(Math.log2(thinning.stride) % 1).toBe(0);
      },
    ),
    { numRuns: 30 },
  );
});

test('hours at 100 ms take no more than minutes', () => {
  const list: One[] = [];
  const thinning = new Thinning(list, { most: 4000, newest: 100, merge, exact: never });
  for (let time = 0; time < 8 * 36_000; time++) thinning.add(one(time));
  expect(list.length).toBeLessThan(4400);
  expect(list.length).toBeGreaterThan(2000);
  // 12.8 s.
  expect(thinning.stride).toBe(128);
});

test('even steps: what comes sooner goes into the next', () => {
  const times = [0, 100, 190, 200, 210, 300, 400, 405];
  const even = evenly(
    times.map((time) => one(time)),
    100,
    merge,
  );
  expect(even.map(({ timeNs }) => timeNs)).toEqual([0, 100, 190, 300, 400, 405]);
  assert(
    property(array(integer({ min: 1, max: 300 })), (steps) => {
      let time = 0;
      const samples = steps.map((step) => one((time += step)));
      const made = evenly(samples, 200, merge);
      expect(made.reduce((sum, { of }) => sum + of, 0)).toBe(samples.length);
      expect(made.at(-1)?.timeNs).toBe(samples.at(-1)?.timeNs);
    }),
  );
});

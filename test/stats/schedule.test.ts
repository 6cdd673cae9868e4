import { expect, test } from 'vitest';
import { mannWhitney } from '../../src/stats/mann-whitney.js';
import { fixedSchedule, looksSchedule, totalError } from '../../src/stats/schedule.js';

const rounded = (value: number): number => Number(value.toFixed(4));

test('the looks at 10, 20 and 30 pairs', () => {
  const schedule = looksSchedule(30);
  expect(schedule.looks.map(({ error, ...look }) => ({ ...look, error: rounded(error) }))).toEqual([
    { pairs: 10, k: 0, error: 0.0079 },
    { pairs: 20, k: 8, error: 0.0122 },
    { pairs: 30, k: 19, error: 0.0283 },
  ]);
  expect(rounded(1 - schedule.level!)).toBe(0.0484);
  expect(rounded(totalError(schedule))).toBe(0.0396);
  expect(schedule.blocks).toEqual([10, 10, 10]);
});

test('the last look has the largest k that keeps the sum below 5 %', () => {
  const [first, second] = looksSchedule(30).looks;
  const one = fixedSchedule(30).looks[0]!;
  expect(one.k).toBe(20);
  expect(first!.error + second!.error + one.error).toBeGreaterThan(0.05);
});

test('the total by going through the counts of all blocks', () => {
  const block = mannWhitney([5, 5]);
  let called = 0;
  for (const [u1, p1] of block.entries()) {
    for (const [u2, p2] of block.entries()) {
      for (const [u3, p3] of block.entries()) {
        const outside = (u: number, k: number, m: number): boolean => u <= k || u >= m - k;
        const calls = outside(u1, 0, 25) || outside(u1 + u2, 8, 50) || outside(u1 + u2 + u3, 19, 75);
        called += calls ? p1 * p2 * p3 : 0;
      }
    }
  }
  expect(totalError(looksSchedule(30))).toBeCloseTo(called, 12);
});

test('at most 20 pairs have the first two looks, at most 10 are a fixed number', () => {
  expect(looksSchedule(20).looks).toEqual(looksSchedule(30).looks.slice(0, 2));
  expect(totalError(looksSchedule(20))).toBeLessThan(1 - looksSchedule(20).level!);
  expect(looksSchedule(10)).toEqual(fixedSchedule(10));
});

// 10, 20 and 30: blocks of ten. The others: the tables of Mann and Whitney's test.
test.each([
  [8, 0],
  [10, 2],
  [12, 5],
  [14, 8],
  [20, 11],
  [22, 30],
  [30, 20],
  [40, 127],
])('%d pairs and one look: k = %d', (pairs, k) => {
  const schedule = fixedSchedule(pairs);
  expect(schedule.looks).toHaveLength(1);
  expect(schedule.looks[0]).toMatchObject({ pairs, k });
  expect(schedule.level).toBeGreaterThanOrEqual(0.95);
  expect(totalError(schedule)).toBe(schedule.looks[0]!.error);
});

test.each([1, 2, 6, 7, 9, 31])('%d pairs give no verdict', (pairs) => {
  expect(fixedSchedule(pairs)).toEqual({ pairs, blocks: [pairs], looks: [], level: null });
  expect(totalError(fixedSchedule(pairs))).toBe(0);
});

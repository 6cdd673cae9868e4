import { array, assert, constantFrom, double, property, tuple } from 'fast-check';
import { expect, test } from 'vitest';
import {
  separatedAmounts,
  separation,
  separationByChance,
  spreadOf,
  type Amounts,
} from '../../src/stats/separation.js';

const amounts = (values: Record<string, number>): Amounts => new Map(Object.entries(values));

/** Five runs of one thing `f`. */
const runs = (...values: number[]): Amounts[] => values.map((f) => amounts({ f }));

test('the spread of a side', () => {
  expect(spreadOf([3, 1, 2, 9, 4])).toEqual({ median: 3, min: 1, max: 9 });
});

test('all of one side above all of the other: the change is that of the medians', () => {
  const found = separatedAmounts(runs(1, 2, 3, 4, 5), runs(6, 7, 8, 9, 10), 0);
  expect(found).toEqual({
    compared: 1,
    separated: [{ key: 'f', a: { median: 3, min: 1, max: 5 }, b: { median: 8, min: 6, max: 10 } }],
  });
});

test.each([
  ['an overlap', [1, 2, 3, 4, 6.5], [6, 7, 8, 9, 10]],
  ['a tie', [1, 2, 3, 4, 6], [6, 7, 8, 9, 10]],
  ['nothing but ties', [5, 5, 5, 5, 5], [5, 5, 5, 5, 5]],
])('%s is no change, but was compared', (_, a, b) => {
  expect(separatedAmounts(runs(...a), runs(...b), 0)).toEqual({ compared: 1, separated: [] });
});

test('what a run does not have is 0 there', () => {
  const none = Array.from({ length: 5 }, () => amounts({}));
  expect(separatedAmounts(none, runs(1, 2, 3, 4, 5), 1).separated).toMatchObject([{ a: { median: 0, max: 0 } }]);
  // One of them has none either: a tie.
  expect(separatedAmounts(none, [...runs(1, 2, 3, 4), amounts({})], 1).separated).toEqual([]);
});

test('a small difference is not shown, and what is small in every run is not compared', () => {
  const [a, b] = [runs(100, 100, 100, 100, 100), runs(104, 104, 104, 104, 104)];
  expect(separatedAmounts(a, b, 5)).toEqual({ compared: 1, separated: [] });
  expect(separatedAmounts(a, b, 4).separated).toHaveLength(1);
  expect(separatedAmounts(a, b, 200)).toEqual({ compared: 0, separated: [] });
});

test('the largest change is the first', () => {
  const [a, b] = [
    [0, 1, 2, 3, 4],
    [5, 6, 7, 8, 9],
  ].map((values) => values.map((value) => amounts({ small: value, large: -10 * value, same: 7 })));
  expect(separatedAmounts(a!, b!, 0.1).separated.map(({ key }) => key)).toEqual(['small']);
  expect(separatedAmounts(b!, a!, -100).separated.map(({ key }) => key)).toEqual(['large', 'small']);
});

const five = array(
  tuple(double({ min: 0, max: 9, noNaN: true }), constantFrom(0, 1, 2, 3)).map(([f, g]) => amounts({ f, g })),
  { minLength: 5, maxLength: 5 },
);

test('swapping the sides mirrors the result', () => {
  assert(
    property(five, five, double({ min: 0, max: 2, noNaN: true }), (a, b, least) => {
      const found = separatedAmounts(a, b, least);
      const mirrored = separatedAmounts(b, a, least);
      expect(mirrored.compared).toBe(found.compared);
      expect(mirrored.separated).toEqual(
        found.separated.map(({ key, a: one, b: other }) => ({ key, a: other, b: one })),
      );
    }),
  );
});

test('scaling changes nothing but the scale', () => {
  // By a power of two, so that no rounding makes ties.
  assert(
    property(five, five, constantFrom(0.25, 2, 1024), (a, b, factor) => {
      const scaled = (side: readonly Amounts[]): Amounts[] =>
        side.map((one) => new Map([...one].map(([key, value]) => [key, value * factor])));
      const found = separatedAmounts(a, b, 0.5);
      const after = separatedAmounts(scaled(a), scaled(b), 0.5 * factor);
      expect(after.compared).toBe(found.compared);
      expect(after.separated.map(({ key }) => key)).toEqual(found.separated.map(({ key }) => key));
      expect(after.separated.map(({ a: one }) => one.median)).toEqual(
        found.separated.map(({ a: one }) => one.median * factor),
      );
    }),
  );
});

test('of all ways to deal ten runs of which none differs, so many separate as is said', () => {
  const values = [3, 1, 4, 15, 9, 2, 6, 5, 35, 8];
  let [deals, separated] = [0, 0];
  for (let chosen = 0; chosen < 1 << 10; chosen++) {
    const a = values.filter((_, at) => (chosen >> at) & 1);
    if (a.length !== 5) continue;
    const b = values.filter((_, at) => !((chosen >> at) & 1));
    deals += 1;
    separated += Math.abs(separation(a, b));
  }
  expect(deals).toBe(252);
  expect(separated / deals).toBeCloseTo(separationByChance(5, 5), 12);
});

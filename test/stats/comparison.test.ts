import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { canCompare, compareBlocks, exactP, type Comparison, type Pair } from '../../src/stats/comparison.js';
import { blocksOf } from '../../src/stats/looks.js';
import { fixedSchedule, looksSchedule } from '../../src/stats/schedule.js';
import { noisyPairs, pairsWithTies, turned } from './pairs.js';

const inBlocks = (pairs: readonly Pair[]): Pair[][] => blocksOf(fixedSchedule(pairs.length), pairs);
const compare = (pairs: readonly Pair[], k?: number): Comparison => compareBlocks(inBlocks(pairs), k)!;

/** The definition, word by word, without any of the code that is tested: sorted differences over all blocks. */
function differencesOf(blocks: readonly (readonly Pair[])[]): number[] {
  const all: number[] = [];
  for (const block of blocks) {
    for (const one of block) {
      for (const other of block) {
        if (one.first !== 'a' || other.first !== 'b') continue;
        const aFirst = Math.log(one.b) - Math.log(one.a);
        const bFirst = Math.log(other.a) - Math.log(other.b);
        all.push((aFirst - bFirst) / 2);
      }
    }
  }
  return all.sort((one, other) => one - other);
}

const counts = [8, 10, 12, 20, 30] as const;
const anyPairs = fc.constantFrom(...counts).chain(pairsWithTies);

test('B with 10 % more shows +10 %, whoever is first and whatever the position does', () => {
  const pairs = noisyPairs(1, 30, { noise: 0, change: 0.1, position: 0.02 });
  const { change, log, differs, level } = compare(pairs);
  for (const figure of [change.estimate, change.lower, change.upper]) expect(figure).toBeCloseTo(0.1, 12);
  expect(log.estimate).toBeCloseTo(Math.log(1.1), 12);
  expect(differs).toBe(true);
  expect(level).toBeCloseTo(1 - 0.038886, 6);
});

test.each([
  [10, 0, 1, 25],
  [20, 8, 9, 42],
  [30, 19, 20, 56],
])('the interval of %d pairs with k = %d is from the %d. to the %d. difference', (count, k, from, to) => {
  const pairs = noisyPairs(count, count);
  const sorted = differencesOf(inBlocks(pairs));
  expect(sorted).toHaveLength((count / 10) * 25);
  const { log, change } = compare(pairs, k);
  expect(log.lower).toBeCloseTo(sorted[from - 1]!, 12);
  expect(log.upper).toBeCloseTo(sorted[to - 1]!, 12);
  expect(change.upper).toBeCloseTo(Math.exp(sorted[to - 1]!) - 1, 12);
  expect(change.estimate).toBeCloseTo(
    Math.exp((sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2) - 1,
    12,
  );
});

test('turning the sides turns the result, exactly', () => {
  fc.assert(
    fc.property(anyPairs, (pairs) => {
      const [there, back] = [compare(pairs), compare(turned(pairs))];
      // Adding 0 makes -0 the 0 that it equals.
      expect(back.log.estimate + 0).toBe(-there.log.estimate + 0);
      expect(back.log.lower + 0).toBe(-there.log.upper + 0);
      expect(back.log.upper + 0).toBe(-there.log.lower + 0);
      expect(back.differs).toBe(there.differs);
      expect((1 + there.change.estimate) * (1 + back.change.estimate)).toBeCloseTo(1, 12);
      expect(exactP(inBlocks(turned(pairs)))).toBe(exactP(inBlocks(pairs)));
    }),
  );
});

test('another unit changes nothing, exactly, ties included', () => {
  fc.assert(
    fc.property(anyPairs, fc.integer({ min: 2, max: 1_000_000 }), (pairs, factor) => {
      const scaled = pairs.map(({ first, a, b }) => ({ first, a: a * factor, b: b * factor }));
      expect(compare(scaled)).toEqual(compare(pairs));
    }),
  );
});

test('the order in which pairs of a block ran changes nothing', () => {
  fc.assert(
    fc.property(anyPairs, (pairs) => {
      const blocks = inBlocks(pairs);
      expect(compareBlocks(blocks.map((block) => block.toReversed()).toReversed())).toEqual(compareBlocks(blocks));
    }),
  );
});

test('the interval excludes 0 exactly when the test rejects, and that exactly when p is at most 5 %, ties included', () => {
  fc.assert(
    fc.property(anyPairs, (pairs) => {
      const { log, change, differs } = compare(pairs);
      expect(differs).toBe(log.lower > 0 || log.upper < 0);
      expect(differs).toBe(change.lower > 0 || change.upper < 0);
      expect(differs).toBe(exactP(inBlocks(pairs)) <= 0.05);
      expect(log.lower <= log.estimate && log.estimate <= log.upper).toBe(true);
    }),
    { numRuns: 400 },
  );
});

test('a larger value of B never shows a smaller change', () => {
  const raised = fc.tuple(anyPairs, fc.nat(), fc.double({ min: 1, max: 2, noNaN: true }));
  fc.assert(
    fc.property(raised, ([pairs, which, factor]) => {
      const more = pairs.with(which % pairs.length, {
        ...pairs[which % pairs.length]!,
        b: pairs[which % pairs.length]!.b * factor,
      });
      const [before, after] = [compare(pairs).log, compare(more).log];
      expect(after.lower).toBeGreaterThanOrEqual(before.lower);
      expect(after.estimate).toBeGreaterThanOrEqual(before.estimate);
      expect(after.upper).toBeGreaterThanOrEqual(before.upper);
    }),
  );
});

test('a smaller k makes the interval wider, never narrower', () => {
  fc.assert(
    fc.property(pairsWithTies(30), (pairs) => {
      const [wide, narrow] = [compare(pairs, 19), compare(pairs, 20)];
      expect(wide.log.lower).toBeLessThanOrEqual(narrow.log.lower);
      expect(wide.log.upper).toBeGreaterThanOrEqual(narrow.log.upper);
      expect(wide.level).toBeGreaterThan(narrow.level);
    }),
  );
});

test('identical values: no change, no doubt', () => {
  const pairs = noisyPairs(3, 10, { noise: 0 });
  const { change, differs } = compare(pairs);
  expect(change).toEqual({ estimate: 0, lower: 0, upper: 0 });
  expect(differs).toBe(false);
  expect(exactP(inBlocks(pairs))).toBe(1);
});

/** The 252 ways in which the sides could have been dealt to these runs of ten pairs, were there no difference. */
function allOrders(runs: readonly (readonly [number, number])[]): Pair[][] {
  return Array.from({ length: 2 ** runs.length }, (_, bits) =>
    runs.map(([one, two], at): Pair =>
      bits & (1 << at) ? { first: 'a', a: one, b: two } : { first: 'b', a: two, b: one },
    ),
  ).filter((pairs) => pairs.filter(({ first }) => first === 'a').length === runs.length / 2);
}

test('of all orders, as many call a difference as the level says, however the runs drift', () => {
  const runs = Array.from({ length: 10 }, (_, at) => [100 + at ** 2, 103 + 2 * at ** 2 + (at % 3)] as const);
  const orders = allOrders(runs);
  expect(orders).toHaveLength(252);
  const calling = (k: number): number => orders.filter((pairs) => compareBlocks([pairs], k)!.differs).length;
  expect([calling(0), calling(2)]).toEqual([2, 8]);
});

test('with ties, no more of all orders than the level says', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })), {
        minLength: 8,
        maxLength: 8,
      }),
      (runs) => {
        const orders = allOrders(runs);
        const calling = orders.filter((pairs) => compareBlocks([pairs], 0)!.differs).length;
        expect(calling).toBeLessThanOrEqual(2);
      },
    ),
    { numRuns: 20 },
  );
});

test.each([
  [3, 2 / 3],
  [4, 2 / 6],
  [6, 2 / 20],
  [7, 2 / 35],
])('with %d pairs the interval is that of all differences, and says how unsure it is', (count, error) => {
  const pairs = noisyPairs(5, count);
  const sorted = differencesOf([pairs]);
  const { log, level } = compare(pairs);
  expect(level).toBeCloseTo(1 - error, 12);
  expect(log.lower).toBeCloseTo(sorted[0]!, 12);
  expect(log.upper).toBeCloseTo(sorted.at(-1)!, 12);
});

test('no pairs, two pairs or one order only: no interval', () => {
  const pairs = noisyPairs(1, 30);
  expect(compareBlocks([])).toBeNull();
  expect(compareBlocks([noisyPairs(1, 2)])).toBeNull();
  expect(compareBlocks([pairs.filter(({ first }) => first === 'b')])).toBeNull();
});

test('on the way an incomplete block counts with what it has', () => {
  const pairs = noisyPairs(9, 30, { change: 0.05 }).slice(0, 17);
  const blocks = blocksOf(looksSchedule(30), pairs);
  expect(blocks.map(({ length }) => length)).toEqual([10, 7]);
  const { log, level, pairs: count } = compareBlocks(blocks)!;
  expect(count).toBe(17);
  expect(level).toBeGreaterThanOrEqual(0.95);
  const sorted = differencesOf(blocks);
  // The same number of differences lies outside at either end.
  const [below, above] = [sorted.filter((d) => d < log.lower - 1e-12), sorted.filter((d) => d > log.upper + 1e-12)];
  expect(below).toHaveLength(above.length);
  expect(below.length).toBeGreaterThan(0);
});

test.each([0, -1, Number.NaN, Infinity, 1e-200])('a value of %d has no ratio', (value) => {
  const pairs = noisyPairs(1, 10).with(4, { first: 'a', a: 1, b: value });
  expect(() => compareBlocks([pairs])).toThrow(expect.objectContaining({ code: 'not-positive' }));
  expect(() => exactP([pairs])).toThrow(expect.objectContaining({ code: 'not-positive' }));
  expect(canCompare([1, value])).toBe(false);
});

test('what can be compared', () => {
  expect(canCompare([1, 2.5, 1e12, 1e-9])).toBe(true);
  expect(canCompare([])).toBe(false);
  expect(canCompare([1, null])).toBe(false);
});

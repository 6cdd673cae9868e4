import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { blocksOf, compareAt, judge } from '../../src/stats/looks.js';
import { fixedSchedule, looksSchedule } from '../../src/stats/schedule.js';
import { noisyPairs, pairsWithTies, turned } from './pairs.js';

const question = { margin: 0.02, good: 'more' } as const;
const schedule = looksSchedule(30);

test('a large change is called at the first look', () => {
  const pairs = noisyPairs(1, 30, { change: 0.2 });
  const { judgements, finished, next } = judge(schedule, pairs.slice(0, 10), question);
  expect(judgements).toHaveLength(1);
  expect(judgements[0]).toMatchObject({ look: { pairs: 10, k: 0 }, verdict: { word: 'better' } });
  expect({ finished, next }).toEqual({ finished: true, next: null });
  // What ran after it is not looked at.
  expect(judge(schedule, pairs, question)).toEqual(judge(schedule, pairs.slice(0, 10), question));
});

test('no change goes on to the last look', () => {
  const pairs = noisyPairs(2, 30, { noise: 0.05 });
  const progress = judge(schedule, pairs, question);
  expect(progress.judgements.map(({ look, verdict }) => [look.pairs, verdict.word])).toEqual([
    [10, 'unsure'],
    [20, 'unsure'],
    [30, 'unsure'],
  ]);
  expect(progress.finished).toBe(true);
});

test('only completed blocks are judged', () => {
  const pairs = noisyPairs(2, 30, { noise: 0.05 });
  for (const count of [0, 1, 9]) {
    expect(judge(schedule, pairs.slice(0, count), question)).toEqual({
      judgements: [],
      finished: false,
      next: schedule.looks[0],
    });
  }
  const after = judge(schedule, pairs.slice(0, 19), question);
  expect(after).toEqual({ ...judge(schedule, pairs.slice(0, 10), question), next: schedule.looks[1] });
  expect(after.finished).toBe(false);
});

test('identical values are the same at once, noise below the margin at some look', () => {
  expect(judge(schedule, noisyPairs(1, 10, { noise: 0 }), question).judgements[0]?.verdict.word).toBe('same');
  const quiet = judge(schedule, noisyPairs(1, 30, { noise: 0.004 }), question);
  expect(quiet.judgements.at(-1)?.verdict.word).toBe('same');
});

test('a schedule without looks is finished with its pairs, and judges nothing', () => {
  const pairs = noisyPairs(1, 6, { change: 0.5 });
  expect(judge(fixedSchedule(6), pairs.slice(0, 5), question)).toEqual({ judgements: [], finished: false, next: null });
  expect(judge(fixedSchedule(6), pairs, question)).toEqual({ judgements: [], finished: true, next: null });
});

test('turning the sides stops at the same look', () => {
  fc.assert(
    fc.property(pairsWithTies(30), (pairs) => {
      const [there, back] = [judge(schedule, pairs, question), judge(schedule, turned(pairs), question)];
      expect(back.judgements.length).toBe(there.judgements.length);
      const words = { better: 'worse', worse: 'better', same: 'same', unsure: 'unsure' };
      expect(back.judgements.map(({ verdict }) => verdict.word)).toEqual(
        there.judgements.map(({ verdict }) => words[verdict.word]),
      );
    }),
  );
});

test('going on with more pairs keeps what the looks before said', () => {
  fc.assert(
    fc.property(pairsWithTies(30), fc.integer({ min: 0, max: 30 }), (pairs, count) => {
      const [some, all] = [judge(schedule, pairs.slice(0, count), question), judge(schedule, pairs, question)];
      expect(all.judgements.slice(0, some.judgements.length)).toEqual(some.judgements);
      expect(some.finished ? some : all).toEqual(all);
    }),
  );
});

test('pairs of another order, or too few, are a bug', () => {
  const [look] = schedule.looks;
  const pairs = noisyPairs(1, 10);
  const wrong = pairs.map((pair) => ({ ...pair, first: 'a' as const }));
  expect(() => compareAt(schedule, wrong, look!)).toThrow(RangeError);
  expect(() => compareAt(schedule, pairs.slice(1), look!)).toThrow(RangeError);
});

test('pairs in blocks', () => {
  const pairs = noisyPairs(1, 30).slice(0, 23);
  expect(blocksOf(schedule, pairs).map(({ length }) => length)).toEqual([10, 10, 3]);
  expect(blocksOf(schedule, pairs).flat()).toEqual(pairs);
  expect(blocksOf(schedule, [])).toEqual([]);
});

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { changeOf, compareBlocks, type Comparison } from '../../src/stats/comparison.js';
import { blocksOf } from '../../src/stats/looks.js';
import { fixedSchedule } from '../../src/stats/schedule.js';
import { pairsNeeded, verdictOf, type Word } from '../../src/stats/verdict.js';
import { noisyPairs, pairsWithTies, turned } from './pairs.js';

/** A comparison with this interval of the change. */
function comparison(lower: number, estimate: number, upper: number, pairs = 30): Comparison {
  const log = { lower: Math.log1p(lower), estimate: Math.log1p(estimate), upper: Math.log1p(upper) };
  return { pairs, log, change: changeOf(log), differs: lower > 0 || upper < 0, level: 0.95 };
}

const more = { margin: 0.02, good: 'more' } as const;
const less = { margin: 0.02, good: 'less' } as const;

test.each<[string, Comparison, Word, Word, number | null, boolean]>([
  ['above 0', comparison(0.031, 0.058, 0.089), 'better', 'worse', 0.031, false],
  ['below 0', comparison(-0.087, -0.06, -0.034), 'worse', 'better', -0.034, false],
  ['above 0, within the margin', comparison(0.004, 0.01, 0.015), 'better', 'worse', 0.004, true],
  ['above 0, beyond the margin', comparison(0.004, 0.01, 0.021), 'better', 'worse', 0.004, false],
  ['below 0, within the margin', comparison(-0.015, -0.01, -0.004), 'worse', 'better', -0.004, true],
  ['around 0, within the margin', comparison(-0.015, 0.001, 0.019), 'same', 'same', null, true],
  ['around 0, beyond it upwards', comparison(-0.015, 0.001, 0.021), 'unsure', 'unsure', null, false],
  ['around 0, beyond it downwards', comparison(-0.0197, 0.001, 0.015), 'unsure', 'unsure', null, false],
  ['touching 0 from above', comparison(0, 0.01, 0.015), 'same', 'same', null, true],
  ['touching 0 from below', comparison(-0.05, -0.01, 0), 'unsure', 'unsure', null, false],
  ['touching the margin', comparison(-0.01, 0, 0.02), 'unsure', 'unsure', null, false],
  ['nothing but 0', comparison(0, 0, 0), 'same', 'same', null, true],
])('%s', (_, compared, ofMore, ofLess, atLeast, lessThanMargin) => {
  const verdict = verdictOf(compared, more);
  expect(verdict).toMatchObject({ word: ofMore, lessThanMargin });
  expect(verdict.atLeast && Number(verdict.atLeast.toFixed(12))).toBe(atLeast);
  expect(typeof verdict.pairsNeeded).toBe(ofMore === 'unsure' ? 'number' : 'object');
  expect(verdictOf(compared, less)).toEqual({ ...verdict, word: ofLess });
});

test('a difference that does not count as shown is no verdict', () => {
  const within = comparison(0.004, 0.01, 0.015);
  expect(verdictOf(within, more, false)).toMatchObject({ word: 'unsure', atLeast: null, lessThanMargin: true });
  expect(verdictOf(comparison(-0.001, 0.001, 0.002), more, false).word).toBe('same');
});

test('too few pairs are never judged', () => {
  const six = compareBlocks([noisyPairs(1, 6, { change: 0.5 })])!;
  expect(six.differs).toBe(true);
  expect(() => verdictOf(six, more)).toThrow(RangeError);
});

test('without a margin nothing is the same', () => {
  expect(verdictOf(comparison(-0.001, 0, 0.001), { margin: 0, good: 'more' })).toMatchObject({
    word: 'unsure',
    pairsNeeded: null,
  });
});

test.each([
  // Half-width 3 %, margin 2 %, no change: 30 (3 / 2)^2 = 67.5.
  [-0.03, 0, 0.03, 68],
  // Estimate 1 %: as far from 0 as from the margin, 30 (3 / 1)^2.
  [-0.02, 0.01, 0.04, 270],
  // Estimate 2.5 %: to be told from 0, 30 (3 / 2.5)^2 = 43.2.
  [-0.005, 0.025, 0.055, 44],
  [0.005, -0.025, -0.055, 44],
  // Lopsided: by the formula fewer than there were.
  [-0.001, 0.028, 0.03, 32],
])('pairs needed of [%d, %d, %d]: %d', (lower, estimate, upper, expected) => {
  const log = { lower: Math.min(lower, upper), estimate, upper: Math.max(lower, upper) };
  expect(pairsNeeded({ pairs: 30, log }, Math.expm1(0.02))).toBe(expected);
});

test('turning the sides turns better and worse, and leaves the rest', () => {
  const other: Record<Word, Word> = { better: 'worse', worse: 'better', same: 'same', unsure: 'unsure' };
  const schedule = fixedSchedule(10);
  const margins = fc.constantFrom(0.02, 0.1, 1);
  fc.assert(
    fc.property(pairsWithTies(10), margins, (pairs, margin) => {
      const of = (list: typeof pairs) => verdictOf(compareBlocks(blocksOf(schedule, list))!, { margin, good: 'more' });
      const [there, back] = [of(pairs), of(turned(pairs))];
      expect(back.word).toBe(other[there.word]);
      expect(back.lessThanMargin).toBe(there.lessThanMargin);
      expect(back.pairsNeeded).toBe(there.pairsNeeded);
    }),
  );
});

test('better and worse exactly when the interval excludes 0, same never beyond the margin', () => {
  fc.assert(
    fc.property(pairsWithTies(10), fc.constantFrom(0.02, 0.1, 1), (pairs, margin) => {
      const compared = compareBlocks([pairs])!;
      const { word } = verdictOf(compared, { margin, good: 'more' });
      expect(word === 'better').toBe(compared.change.lower > 0);
      expect(word === 'worse').toBe(compared.change.upper < 0);
      const farthest = Math.max(-compared.change.lower, compared.change.upper);
      expect(word !== 'same' || farthest < margin).toBe(true);
    }),
  );
});

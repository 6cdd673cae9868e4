import { expect, test } from 'vitest';
import { detectableChange } from '../../src/stats/detectable.js';
import { judge } from '../../src/stats/looks.js';
import { fixedSchedule, looksSchedule, type Schedule } from '../../src/stats/schedule.js';
import { noisyPairs } from './pairs.js';

const factorOf = (schedule: Schedule): number => Math.log1p(detectableChange(0.03, schedule)!) / 0.03;

test.each([
  [fixedSchedule(8), 1.5],
  [fixedSchedule(10), 1.15],
  [fixedSchedule(20), 0.75],
  [fixedSchedule(30), 0.6],
  [looksSchedule(20), 0.9],
  [looksSchedule(30), 0.65],
])('in units of the noise', (schedule, factor) => {
  expect(factorOf(schedule)).toBeCloseTo(factor, 12);
});

test('more pairs never see less', () => {
  const factors = Array.from({ length: 100 }, (_, at) => factorOf(fixedSchedule(8 + 2 * (at % 24))));
  for (const [at, factor] of factors.slice(0, 23).entries()) {
    expect(factors[at + 1]).toBeLessThan(factor);
  }
});

test('80 % of comparisons see it, within what 400 of them can tell', () => {
  const noise = 0.03;
  for (const schedule of [fixedSchedule(8), fixedSchedule(16), looksSchedule(30)]) {
    const change = detectableChange(noise, schedule)!;
    const words = Array.from(
      { length: 400 },
      (_, seed) =>
        judge(schedule, noisyPairs(seed, schedule.pairs, { noise: noise / Math.SQRT2, change }), {
          margin: 0.02,
          good: 'more',
        }).judgements.at(-1)?.verdict.word,
    );
    expect(words.filter((word) => word === 'better').length / 400).toBeGreaterThan(0.76);
  }
});

test('without a verdict there is nothing to see', () => {
  expect(detectableChange(0.03, fixedSchedule(6))).toBeNull();
});

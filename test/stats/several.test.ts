import { expect, test } from 'vitest';
import { fixedSchedule, looksSchedule } from '../../src/stats/schedule.js';
import { judgeSeveral, type PrimaryJudgement } from '../../src/stats/several.js';
import { noisyPairs } from './pairs.js';

const schedule = fixedSchedule(30);
const question = { margin: 0.02, good: 'more' } as const;
const primary = (seed: number, change: number) => ({ pairs: noisyPairs(seed, 30, { change, noise: 0.02 }), question });

function alone(seed: number): { differs: boolean; p: number } {
  const [{ comparison, p }] = judgeSeveral(schedule, [primary(seed, 0)]) as [PrimaryJudgement];
  return { differs: comparison.differs, p };
}

test('one primary is judged as it is alone', () => {
  const [only] = judgeSeveral(schedule, [primary(1, 0.1)]);
  expect(only!.adjusted).toBe(only!.p);
  expect(only!.verdict.word).toBe('better');
});

test('beside others a weak difference is no longer shown, a clear one is', () => {
  // The first seeds whose unchanged pairs differ by chance, and do not.
  const seeds = Array.from({ length: 300 }, (_, seed) => seed);
  const chance = seeds.find((seed) => alone(seed).differs && alone(seed).p > 0.03)!;
  const usual = seeds.find((seed) => alone(seed).p > 0.5)!;
  const [weak, ...others] = judgeSeveral(schedule, [
    primary(chance, 0),
    primary(1, 0.1),
    primary(usual, 0),
    primary(2, -0.1),
  ]);
  expect(weak!.verdict.word).toBe('unsure');
  expect(weak!.adjusted).toBeCloseTo(2 * weak!.p, 12);
  expect(others.map(({ verdict }) => verdict.word)).toEqual([
    'better',
    expect.not.stringMatching('better|worse'),
    'worse',
  ]);
});

test('only one look, and all pairs', () => {
  expect(() => judgeSeveral(looksSchedule(30), [primary(1, 0)])).toThrow(RangeError);
  expect(() => judgeSeveral(fixedSchedule(6), [])).toThrow(RangeError);
  expect(() => judgeSeveral(schedule, [{ pairs: noisyPairs(1, 30).slice(0, 20), question }])).toThrow(RangeError);
});

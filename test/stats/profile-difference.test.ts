import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Profile } from '../../src/model/profile.js';
import { profileDifference, type CapturedRun, type ProfileDifference } from '../../src/stats/profile-difference.js';
import { separationByChance } from '../../src/stats/separation.js';
import { treeTotals } from '../../src/stats/tree-totals.js';
import { profileOf, type Stack } from '../fixtures/profile.js';

const run = (stacks: readonly Stack[], work = 1): CapturedRun => ({ profile: profileOf(stacks), work });

/** Captures with these weights of one function `f`, and always 10 in `g`. */
const captures = (...weights: number[]): CapturedRun[] =>
  weights.map((weight) =>
    run([
      [['relay1', 'worker', 'main', 'f'], weight],
      [['relay1', 'worker', 'main', 'g'], 10],
    ]),
  );

/** The node at the end of a path of names below the root; -1 if there is none. */
function nodeAt({ frames, frame, parent }: ProfileDifference, ...path: string[]): number {
  return path.reduce(
    (at, name) => (at < 0 ? -1 : parent.findIndex((up, node) => up === at && frames.name[frame[node]!] === name)),
    0,
  );
}

const verdictOf = (difference: ProfileDifference, ...path: string[]): number | undefined =>
  difference.verdict[nodeAt(difference, 'relay1', 'worker', ...path)];

test('a node is told apart when all captures of one side lie above all of the other', () => {
  const more = profileDifference(captures(1, 2, 3, 4, 5), captures(6, 7, 8, 9, 10));
  expect(verdictOf(more, 'main', 'f')).toBe(1);
  expect(verdictOf(more, 'main', 'g')).toBe(0);
  expect(verdictOf(more, 'main')).toBe(1);
  expect(verdictOf(profileDifference(captures(6, 7, 8, 9, 10), captures(1, 2, 3, 4, 5)), 'main', 'f')).toBe(-1);
});

test.each([
  ['one that overlaps', [1, 2, 3, 4, 6.5], [6, 7, 8, 9, 10]],
  ['a tie', [1, 2, 3, 4, 6], [6, 7, 8, 9, 10]],
  ['nothing but ties', [5, 5, 5, 5, 5], [5, 5, 5, 5, 5]],
])('%s is not told apart', (_, a, b) => {
  expect(verdictOf(profileDifference(captures(...a), captures(...b)), 'main', 'f')).toBe(0);
});

test.each([
  [
    [1, 2, 3, 4],
    [6, 7, 8, 9, 10],
  ],
  [[1, 2, 3, 4, 5], [60]],
])('fewer than five captures of a side are not judged: %j and %j', (a, b) => {
  const difference = profileDifference(captures(...a), captures(...b));
  expect(difference.judged).toBe(false);
  expect(new Set(difference.verdict)).toEqual(new Set([0]));
});

test('weights are divided by the work of their own run, and then averaged', () => {
  const stacks: Stack[] = [[['relay1', 'worker', 'f'], 100, 7]];
  const difference = profileDifference([run(stacks, 1), run(stacks, 4)], [run(stacks, 2)]);
  const f = nodeAt(difference, 'relay1', 'worker', 'f');
  expect([difference.a.own[f], difference.b.own[f]]).toEqual([62.5, 50]);
  expect([difference.a.samples[f], difference.b.samples[f]]).toEqual([14, 7]);
});

test('frames of one side only have nothing on the other, and are told apart', () => {
  const [old, new_] = [run([[['relay1', 'worker', 'gone'], 3]]), run([[['relay1', 'worker', 'come'], 3]])];
  const difference = profileDifference(Array(5).fill(old), Array(5).fill(new_));
  const [gone, come] = ['gone', 'come'].map((name) => nodeAt(difference, 'relay1', 'worker', name));
  expect([difference.a.own[gone!], difference.b.own[gone!], difference.verdict[gone!]]).toEqual([3, 0, -1]);
  expect([difference.a.own[come!], difference.b.own[come!], difference.verdict[come!]]).toEqual([0, 3, 1]);
});

test('a function stays the same when its library is renamed, and differs from a thread of its name', () => {
  const before = profileOf([[['relay1', 'f', 'f'], 1]]);
  const after: Profile = {
    ...before,
    frames: { ...before.frames, binary: before.frames.binary.map((name) => (name === '' ? '' : `${name}.2`)) },
  };
  const difference = profileDifference([{ profile: before, work: 1 }], [{ profile: after, work: 1 }]);
  expect(difference.frames.name).toEqual(['all', 'relay1', 'f', 'f']);
  expect(difference.parent).toEqual([-1, 0, 1, 2]);
});

test('by chance 2 of the orders of five and five are separate', () => {
  expect(separationByChance(5, 5)).toBeCloseTo(2 / 252, 12);
  expect(separationByChance(1, 1)).toBe(1);
  expect(separationByChance(10, 5)).toBeCloseTo(2 / 3003, 12);
});

test('of all ways to deal ten unchanged captures to two sides, that many colour a frame', () => {
  const weights = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
  const hands = Array.from({ length: 2 ** 10 }, (_, bits) => weights.filter((_weight, at) => bits & (1 << at)));
  const deals = hands.filter((hand) => hand.length === 5);
  const coloured = deals.filter((hand) => {
    const rest = weights.filter((weight) => !hand.includes(weight));
    return verdictOf(profileDifference(captures(...hand), captures(...rest)), 'main', 'f') !== 0;
  });
  expect(coloured.length / deals.length).toBeCloseTo(separationByChance(5, 5), 12);
});

test.each<[string, CapturedRun[], CapturedRun[], string]>([
  ['no captures', [], captures(1), 'no-captures'],
  ['no work', captures(1), [run([[['relay1', 'worker'], 1]], 0)], 'no-work'],
  [
    'another event',
    captures(1),
    [{ profile: { ...profileOf([]), event: 'cycles', unit: 'events' }, work: 1 }],
    'different-events',
  ],
])('%s: an expected error', (_, a, b, code) => {
  expect(() => profileDifference(a, b)).toThrow(expect.objectContaining({ code }));
});

const names = fc.constantFrom('a', 'b', 'c');
const stacks = fc.array(
  fc.tuple(
    fc.array(names, { minLength: 1, maxLength: 5 }).map((path) => ['relay1', 'worker'].concat(path)),
    fc.integer({ min: 1, max: 1000 }),
  ),
  { minLength: 1, maxLength: 20 },
);
const side = fc.array(fc.tuple(stacks, fc.integer({ min: 1, max: 9 })), { minLength: 1, maxLength: 6 });

test('sums stay exact, and turning the sides turns the verdicts', () => {
  fc.assert(
    fc.property(side, side, (one, other) => {
      const [a, b] = [one, other].map((runs) => runs.map(([list, work]) => run(list, work)));
      const [there, back] = [profileDifference(a!, b!), profileDifference(b!, a!)];
      for (const [runs, columns] of [[a!, there.a] as const, [b!, there.b] as const]) {
        const mean = runs.reduce((sum, { profile, work }) => sum + profile.weight / work, 0) / runs.length;
        expect(treeTotals(there.parent, columns.own)[0]).toBeCloseTo(mean, 6);
        const samples = runs.reduce((sum, { profile }) => sum + profile.samples, 0);
        expect(treeTotals(there.parent, columns.samples)[0]).toBe(samples);
      }
      expect(there.parent.every((parent, node) => parent < node)).toBe(true);
      const sums = (verdicts: readonly number[]): number[] =>
        [-1, 1].map((sign) => verdicts.filter((verdict) => verdict === sign).length);
      expect(sums(there.verdict)).toEqual(sums(back.verdict).reverse());
    }),
  );
});

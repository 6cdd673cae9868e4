import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Profile } from '../../src/model/profile.js';
import { differenceData } from '../../src/report/flamegraph/difference-data.js';
import { profileData } from '../../src/report/flamegraph/profile-data.js';
import { nodesAbove, standIns } from '../../src/report/flamegraph/prune.js';
import { profileDifference } from '../../src/stats/profile-difference.js';
import { treeTotals } from '../../src/stats/tree-totals.js';
import { bigProfile } from '../fixtures/big-profile.js';
import { profileOf } from '../fixtures/profile.js';

const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);

test('a profile of usual size is on the page as it is', () => {
  const profile = profileOf([
    [['relay1', 'worker', 'main', 'f'], 1_000_000],
    [['relay1', 'worker', 'main', 'k:send'], 1],
  ]);
  const data = profileData(profile);
  const nothing = profile.nodes.parent.map(() => 0);
  expect(data).toEqual({
    kind: 'profile',
    unit: 'ns',
    frames: profile.frames,
    nodes: { ...profile.nodes, hidden: nothing, hiddenSamples: nothing },
    below: 0,
  });
});

test('a profile that is too large loses its smallest frames, and no weight', () => {
  const profile = bigProfile(140_000);
  const data = profileData(profile);
  const { parent, own, samples, hidden, hiddenSamples } = data.nodes;
  expect(profile.nodes.parent.length).toBeGreaterThan(100_000);
  expect(JSON.stringify(data).length).toBeLessThan(2_500_000);
  expect(data.below).toBeGreaterThan(0);
  expect(sum(own) + sum(hidden)).toBe(profile.weight);
  expect(sum(samples) + sum(hiddenSamples)).toBe(profile.samples);
  // Of roles and threads too, not only of the whole.
  const before = byPath(profile, profile.nodes.own);
  const after = byPath(
    data,
    own.map((weight, node) => weight + hidden[node]!),
  );
  for (const [path, weight] of after) expect(before.get(path)).toBe(weight);
  expect(after.size).toBe(parent.length);
  const least = Math.min(
    ...treeTotals(
      parent,
      own.map((weight, node) => weight + hidden[node]!),
    ),
  );
  expect(least / profile.weight).toBeGreaterThanOrEqual(data.below);
});

/** Weight with everything below it, by the path of names. */
function byPath(
  { frames, nodes }: Pick<Profile, 'frames'> & { nodes: Pick<Profile['nodes'], 'parent' | 'frame'> },
  own: readonly number[],
): Map<string, number> {
  const paths: string[] = [];
  const totals = treeTotals(nodes.parent, own);
  for (const [node, parent] of nodes.parent.entries()) {
    paths.push(`${paths[parent] ?? ''};${frames.kind[nodes.frame[node]!]} ${frames.name[nodes.frame[node]!]}`);
  }
  return new Map(paths.map((path, node) => [path, totals[node]!]));
}

test('names as long as templates make them do not make a page too large', () => {
  const profile = bigProfile(20_000);
  const name = profile.frames.name.map((one, at) => `${one}<${'std::shared_ptr<'.repeat(100)}${at}>`);
  const data = profileData({ ...profile, frames: { ...profile.frames, name } });
  expect(JSON.stringify(data).length).toBeLessThan(2_500_000);
  expect(sum(data.nodes.own) + sum(data.nodes.hidden)).toBe(profile.weight);
  expect(data.frames.name.length).toBe(new Set(data.nodes.frame).size);
});

test('a profile without weight has its nodes all the same', () => {
  expect(profileData(profileOf([])).nodes).toMatchObject({ parent: [-1], own: [0], hidden: [0] });
});

test('what is left out stands in its nearest caller that is kept', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(), fc.nat({ max: 50 })), { maxLength: 40 }),
      fc.nat({ max: 100 }),
      (list, least) => {
        const parent = [-1, ...list.map(([up], at) => up % (at + 1))];
        const totals = treeTotals(parent, [0, ...list.map(([, weight]) => weight)]);
        const kept = nodesAbove(totals, least);
        const place = standIns(parent, kept);
        expect(kept[0]).toBe(0);
        for (const [node, at] of place.entries()) {
          let nearest = node;
          while (!kept.includes(nearest)) nearest = parent[nearest]!;
          expect(kept[at]).toBe(nearest);
        }
      },
    ),
  );
});

test('a difference is per 10^9 bytes or 1000 operations, and small frames go to their callers', () => {
  const profile = profileOf([
    [['relay1', 'worker', 'f'], 999_999],
    [['relay1', 'worker', 'f', 'small'], 1],
  ]);
  const difference = profileDifference([{ profile, work: 2e9 }], [{ profile, work: 1e9 }]);
  const data = differenceData(difference, 'bytes');
  expect(data.frames.name).toEqual(['all', 'relay1', 'worker', 'f']);
  expect(data.nodes).toMatchObject({ a: [0, 0, 0, 500_000], b: [0, 0, 0, 1_000_000], samplesA: [0, 0, 0, 2] });
  expect(differenceData(difference, 'operations').nodes.b[3]).toBeCloseTo(1, 9);
});

import { expect, test } from 'vitest';
import { comparePairs, type Setup } from '../../../src/app/compare/loop.js';
import type { Comparison } from '../../../src/model/comparison.js';
import { answerOf } from '../../../src/report/comparison/answer.js';
import { aSetup, disturbed, steady, World, type Story } from './fakes.js';

/** Runs a comparison until so many runs are made, as if it was interrupted there, or killed. */
async function brokenOff(story: Story, runs: number, by: 'Ctrl-C' | 'kill'): Promise<Setup> {
  const setup = aSetup();
  const world = new World(story);
  world.after = (made) => {
    if (made === runs) world.controller.abort();
  };
  const { comparison } = await comparePairs(setup, world.hooks, world.means);
  expect(comparison.status).toBe('interrupted');
  expect(comparison.runs.at(-1)?.status).toBe('interrupted');
  const left = by === 'Ctrl-C' ? comparison : { ...comparison, runs: comparison.runs.slice(0, -1), ended: null };
  return { ...setup, comparison: left };
}

async function continued(setup: Setup, story: Story) {
  const world = new World(story);
  const { comparison } = await comparePairs(setup, world.hooks, world.means);
  return { comparison, world };
}

const placesOf = ({ runs }: Comparison): string[] =>
  runs.map(({ pair, attempt, place }) => `${pair}.${attempt} ${place}`);

test.each([
  { by: 'Ctrl-C' as const, of: 'the first run of pair 3', runs: 7, attempt: 2 },
  { by: 'Ctrl-C' as const, of: 'the second run of pair 3', runs: 8, attempt: 2 },
  { by: 'kill' as const, of: 'the first run of pair 3', runs: 7, attempt: 1 },
  { by: 'kill' as const, of: 'the second run of pair 3', runs: 8, attempt: 2 },
])('after $by in $of it goes on with that pair, behind a burn-in', async ({ by, runs, attempt }) => {
  const setup = await brokenOff(steady(0.1), runs, by);
  const { comparison, world } = await continued(setup, steady(0.1));
  const before = setup.comparison.runs.length;
  expect(comparison.runs.slice(0, before)).toEqual(setup.comparison.runs);
  expect(placesOf(comparison).slice(before, before + 4)).toEqual([
    ...['0.2 first', '0.2 second'],
    ...[`3.${attempt} first`, `3.${attempt} second`],
  ]);
  // Pairs 3 to 10, and the burn-in; no pair counts as repeated, since no rule of ours chose among results.
  expect(world.requests).toHaveLength(18);
  expect(comparison.status).toBe('complete');
  const answer = answerOf(comparison);
  expect(answer.repeated).toBe(0);
  expect(answer.look?.pairs).toBe(10);
  expect(answer.verdict?.word).toBe('better');
});

test('what was decided before the interruption is not run on', async () => {
  const story = steady(0.1);
  const whole = await continued(aSetup(), story);
  const setup = { ...aSetup(), comparison: { ...whole.comparison, status: 'interrupted' as const, ended: null } };
  const { comparison, world } = await continued(setup, story);
  expect(world.requests).toHaveLength(0);
  expect(comparison).toMatchObject({ status: 'complete', stopped_because: null });
});

test('attempts that the machine spoilt before the interruption count on', async () => {
  const spoilt: Story = (_, at) => (at < 2 ? 3e9 : disturbed);
  // Burn-in, then two spoilt attempts of pair 1, and Ctrl-C in the third.
  const setup = await brokenOff(spoilt, 5, 'Ctrl-C');
  const { comparison, world } = await continued(setup, () => disturbed);
  expect(comparison.status).toBe('stopped');
  expect(comparison.stopped_because).toMatch(/^pair 1 was spoilt 3 times/);
  // The burn-in and one run.
  expect(world.requests).toHaveLength(3);
});

test('several builds of a side take turns, and a pair that is repeated keeps its own', async () => {
  const setup = aSetup({ pairs: 10, looks: 'fixed' });
  const sides = {
    ...setup.sides,
    b: [...setup.sides.b, { ...setup.sides.b[0]!, environment: { SIDE: 'b', MORE: '1' } }],
  };
  const world = new World((_, at) => (at === 4 ? disturbed : 3e9));
  const { comparison } = await comparePairs({ ...setup, sides }, world.hooks, world.means);
  const ofB = comparison.runs.filter(({ side, pair }) => side === 'b' && pair > 0);
  const builds = new Map(ofB.map(({ pair, build }) => [pair, build]));
  expect([...builds.values()].filter((build) => build === 1).length).toBeGreaterThanOrEqual(4);
  expect([...builds.values()].filter((build) => build === 0).length).toBeGreaterThanOrEqual(4);
  expect(ofB.every(({ pair, build }) => builds.get(pair) === build)).toBe(true);
  expect(comparison.runs.filter(({ side }) => side === 'a').every(({ build }) => build === 0)).toBe(true);
  expect(world.requests.map(({ environment }) => environment?.['MORE'] ?? '0')).toEqual(
    comparison.runs.map(({ build }) => String(build)),
  );
});

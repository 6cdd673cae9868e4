import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ExpectedError } from '../../../src/errors.js';
import { explain } from '../../../src/app/explain/explain.js';
import type { Setup } from '../../../src/app/compare/loop.js';
import type { Comparison } from '../../../src/model/comparison.js';
import { readComparison, writeComparison } from '../../../src/store/comparison-file.js';
import { someResources } from '../../fixtures/summary.js';
import { aSetup, disturbed } from '../compare/fakes.js';
import { aPlan, CaptureWorld } from './fakes.js';

/** A comparison whose pairs are over, saved in its folder. */
function ended(changes: Partial<Comparison> = {}): { setup: Setup; comparison: Comparison } {
  const setup = aSetup();
  const comparison: Comparison = { ...setup.comparison, status: 'complete', ...changes };
  writeComparison(setup.folder, comparison);
  return { setup, comparison };
}

function explained(world: CaptureWorld, plan = aPlan('flamegraph', 'syscalls', 'skstat'), changes = {}) {
  const { setup, comparison } = ended(changes);
  const saved = { comparison, unsaved: null };
  return { setup, comparison, done: explain(setup, saved, plan, world.hooks, world.means) };
}

const names = ({ explanation }: Comparison): string[] =>
  explanation!.changes.map(({ kind, name }) => `${kind} ${name}`);

test('what all runs of a side have more of is kept, with the page, and nothing else of the comparison changes', async () => {
  const world = new CaptureWorld((side, at) => ({
    copy: (side === 'a' ? 1 : 2) + at / 100,
    calls: (side === 'a' ? 5000 : 1000) + at,
    objects: side === 'a' ? 64 : 128,
  }));
  const { setup, comparison, done } = explained(world);
  const after = await done;
  expect(after.unsaved).toBe(null);
  const { explanation, ...rest } = after.comparison;
  expect({ ...rest, explanation: null }).toEqual(comparison);
  expect(readComparison(setup.folder)).toEqual(after.comparison);
  expect(names(after.comparison)).toEqual([
    'function copy',
    'syscall recvmsg',
    'pool qd_message_t',
    'pool qd_message_t',
  ]);
  const gigabytes = 15_600_936_000 / 8e9;
  const [copy, calls, pool] = explanation!.changes;
  expect(copy).toMatchObject({ role: 'relay_1', detail: 'skrouterd', unit: 'CPU-s' });
  expect(copy!.b.median - copy!.a.median).toBeCloseTo(1 / gigabytes, 1);
  expect(calls!.a.median).toBeGreaterThan(5000 / gigabytes);
  // A state at the end of the window, not a cost.
  expect(pool).toMatchObject({ unit: 'bytes', a: { median: 64 * 128 }, b: { median: 128 * 128 } });
  // The same CPU time on both sides, in the runs that disturb the window least.
  expect(explanation!.compared).toEqual({ function: 2, thread: 2, switches: 2, syscall: 1, pool: 2 });
  expect(explanation!.by_chance).toBeCloseTo(2 / 252, 12);
  expect(explanation!.page).toBe('explain/flamegraph-difference.html');
  const [page] = world.pages;
  const { a, b } = explanation!.captures[0]!;
  const inFolder = (name: string): string => join(setup.folder, name);
  expect(page).toEqual([
    { label: 'A: old', folders: a.map(inFolder) },
    { label: 'B: new', folders: b.map(inFolder) },
    inFolder('explain/flamegraph-difference.html'),
  ]);
});

test('five runs of each side and kind, in an order of its own, each as the timed runs of its side', async () => {
  const world = new CaptureWorld(() => ({}));
  const { setup, done } = explained(world);
  const { explanation } = (await done).comparison;
  const home = join(setup.folder, 'explain');
  expect(readdirSync(home).filter((name) => /^\d{8}-/.test(name))).toHaveLength(30);
  expect(explanation!.captures.map(({ kind, a, b, spoilt }) => [kind, a.length, b.length, spoilt])).toEqual([
    ['flamegraph', 5, 5, []],
    ['syscalls', 5, 5, []],
    ['skstat', 5, 5, []],
  ]);
  for (const folder of explanation!.captures.flatMap(({ a, b }) => a.concat(b))) {
    expect(existsSync(join(setup.folder, folder))).toBe(true);
  }
  expect(world.requests.every(({ outputDir }) => outputDir === home)).toBe(true);
  for (const { side, scenario, environment } of world.requests) {
    expect({ scenario, environment }).toEqual({
      scenario: setup.sides[side][0]!.scenario,
      environment: setup.sides[side][0]!.environment,
    });
  }
  const sides = world.requests.map(({ side }) => side).join('');
  expect(sides.match(/../g)!.every((pair) => pair === 'ab' || pair === 'ba')).toBe(true);
  const [first, second, third] = [sides.slice(0, 10), sides.slice(10, 20), sides.slice(20)];
  expect(new Set([first, second, third]).size).toBeGreaterThan(1);
  // Nothing shows up where the user stands, and of system calls nothing large stays.
  expect(world.requests.map(({ keeping }) => keeping)).toEqual([
    ...Array.from({ length: 10 }, () => ({ link: false, data: true })),
    ...Array.from({ length: 10 }, () => ({ link: false, data: false })),
    ...Array.from({ length: 10 }, () => ({ link: false, data: true })),
  ]);
  expect(world.steps.map(({ run, runs }) => [run, runs])).toEqual(Array.from({ length: 30 }, (_, at) => [at + 1, 30]));
});

test('nothing differs: nothing is shown, but how much was compared', async () => {
  const { done } = explained(new CaptureWorld(() => ({})));
  const { explanation } = (await done).comparison;
  expect(explanation!.changes).toEqual([]);
  expect(explanation!.compared.function).toBe(2);
  expect(explanation!.totals.map(({ kind }) => kind)).toContain('function');
});

test('a run that the machine spoils is made again, twice at most', async () => {
  const world = new CaptureWorld((_side, at) => (at === 2 || at === 3 ? { summary: disturbed } : {}));
  const { done } = explained(world, aPlan('flamegraph'));
  const { explanation } = (await done).comparison;
  expect(world.steps.map(({ run, attempt }) => [run, attempt]).slice(1, 6)).toEqual([
    [2, 1],
    [3, 1],
    [3, 2],
    [3, 3],
    [4, 1],
  ]);
  expect(explanation!.left_out).toEqual([]);
  const [look] = explanation!.captures;
  expect([look!.a.length, look!.b.length]).toEqual([5, 5]);
  expect(look!.spoilt).toHaveLength(2);
  expect(look!.spoilt[0]).toMatch(/ of [AB]: other programs used 9\.0 % of the machine$/);
});

test.each([
  ['spoilt three times', () => ({ summary: disturbed }), /^a run of [AB] was not good 3 times, .*9\.0 %/],
  ['that loses system calls', () => ({ lost: 12 }), /perf lost 12 events$/],
  ['that moves nothing', () => ({ summary: { results: null } }), /nothing was moved/],
  ['that cannot be made', () => ({ throws: new ExpectedError('missing-program', 'nginx is gone') }), /^nginx is gone$/],
  [
    'with a wrong library',
    () => ({ mapped: [{ path: '/usr/sbin/nginx', build_id: 'other' }] }),
    /^relay 1: .*replaced/,
  ],
] as const)('a kind with a run %s is left out with the reason; the others stay', async (_, shown, reason) => {
  const world = new CaptureWorld((side, _at, kind) => (kind === 'syscalls' ? shown() : { copy: side === 'a' ? 1 : 2 }));
  const { done } = explained(world);
  const { explanation } = (await done).comparison;
  expect(explanation!.left_out).toEqual([{ kind: 'syscalls', because: expect.stringMatching(reason) as string }]);
  expect(explanation!.changes.map(({ name }) => name)).toEqual(['copy']);
  expect(explanation!.compared).not.toHaveProperty('syscall');
  expect(explanation!.captures.map(({ kind }) => kind)).toEqual(['flamegraph', 'syscalls', 'skstat']);
});

test('what is not possible here is kept with its reason', async () => {
  const leftOut = [{ kind: 'flamegraph' as const, because: 'perf is not on PATH' }];
  const { done } = explained(new CaptureWorld(() => ({})), { ...aPlan(), leftOut });
  const { explanation } = (await done).comparison;
  expect(explanation).toMatchObject({
    left_out: leftOut,
    captures: [],
    changes: [],
    totals: [],
    event: null,
    page: null,
  });
});

test('an interruption leaves the comparison as it was', async () => {
  const world = new CaptureWorld(() => ({ copy: 5 }));
  world.after = (runs) => void (runs === 13 && world.controller.abort());
  const { setup, comparison, done } = explained(world);
  expect(await done).toEqual({ comparison, unsaved: null });
  expect(readComparison(setup.folder)).toEqual(comparison);
  expect(world.requests).toHaveLength(13);
});

test.each(['interrupted', 'stopped'] as const)('a comparison that was %s is not explained', async (status) => {
  const world = new CaptureWorld(() => ({}));
  const { comparison, done } = explained(world, aPlan('flamegraph'), { status });
  expect(await done).toEqual({ comparison, unsaved: null });
  expect(world.requests).toEqual([]);
});

test('context switches that a run does not know are not compared as 0', async () => {
  const world = new CaptureWorld((side, at) => {
    const switches = side === 'b' && at > 5 ? null : 1000;
    return { summary: { resources: { relay_1: someResources({ context_switches: switches }) } } };
  });
  const { done } = explained(world, aPlan('flamegraph'));
  const { explanation } = (await done).comparison;
  expect(explanation!.compared).not.toHaveProperty('switches');
  expect(explanation!.compared.thread).toBe(1);
});

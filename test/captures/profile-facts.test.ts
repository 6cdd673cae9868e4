import { expect, test } from 'vitest';
import { CallTree } from '../../src/captures/call-tree.js';
import { ownersOf } from '../../src/captures/owners.js';
import { profileFacts } from '../../src/captures/profile-facts.js';
import { profileFactsSchema, type FrameKind, type ProfileFacts } from '../../src/model/profile.js';
import { perfText, profileOf } from './perf-fixture.js';

type Path = readonly string[];

const kinds: Record<string, FrameKind> = { '#': 'role', '%': 'thread', '!': 'state', '*': 'kernel', '?': 'unknown' };

/** A tree of paths such as `#relay 1`, `%wrkr_0`, `main`, `*tcp_ack`, `?`; functions are of `libx.so`. */
function factsOf(...stacks: readonly (readonly [weight: number, path: Path])[]): ProfileFacts {
  const tree = new CallTree();
  for (const [weight, path] of stacks) {
    const numbers = path.map((text) => {
      const kind = kinds[text[0]!] ?? 'user';
      const name = kind === 'user' ? text : text === '?' ? '[unknown]' : text.slice(1);
      return tree.frames.numberOf({
        name,
        binary: ['user', 'kernel', 'unknown'].includes(kind) ? 'libx.so' : '',
        kind,
      });
    });
    tree.add(tree.stack(tree.root, numbers.toReversed(), numbers.length), weight);
  }
  return profileFactsSchema.parse(profileFacts(tree.profile('cpu-clock', 'ns')));
}

const thread = ['#relay 1', '%wrkr_0'];

test('own and total shares, the most own weight first', () => {
  const { roles } = factsOf(
    [60, [...thread, 'main', 'work', '*tcp_ack']],
    [30, [...thread, 'main', 'work']],
    [10, [...thread, 'main', 'rest']],
  );
  const rows = roles['relay_1']!.functions.map(({ name, kind, own, total, samples }) => [
    name,
    kind,
    own,
    total,
    samples,
  ]);
  // `main` did nothing itself.
  expect(rows).toEqual([
    ['tcp_ack', 'kernel', 0.6, 0.6, 1],
    ['work', 'user', 0.3, 0.9, 1],
    ['rest', 'user', 0.1, 0.1, 1],
  ]);
});

test('a function that calls itself is not counted twice', () => {
  const { roles } = factsOf(
    [50, [...thread, 'main', 'walk', 'walk', 'visit', 'walk']],
    [30, [...thread, 'main', 'walk', 'visit']],
    [20, [...thread, 'main']],
  );
  const totals = Object.fromEntries(roles['relay_1']!.functions.map(({ name, total }) => [name, total]));
  expect(totals).toEqual({ walk: 0.8, visit: 0.8, main: 1 });
});

test('the same function is one, wherever it is called; roles are apart', () => {
  const { roles, samples } = factsOf(
    [1, ['#relay 1', '%a', 'f', 'copy']],
    [2, ['#relay 1', '%b', 'g', 'copy']],
    [5, ['#client', '%c', 'copy']],
    [4, ['#relay 10', '%a', 'copy']],
    [4, ['#relay 2', '%a', 'copy']],
  );
  expect(samples).toBe(5);
  expect(Object.keys(roles)).toEqual(['client', 'relay_1', 'relay_2', 'relay_10']);
  expect(roles['relay_1']).toMatchObject({ samples: 2, weight: 3, functions: [{ name: 'copy', own: 1, samples: 2 }] });
  expect(roles['client']).toMatchObject({ samples: 1, weight: 5 });
});

test('twenty functions are kept', () => {
  const { roles } = factsOf(...Array.from({ length: 30 }, (_, at) => [at + 1, [...thread, `f${at}`]] as const));
  expect(roles['relay_1']!.functions.map(({ name }) => name)).toEqual(
    Array.from({ length: 20 }, (_, at) => `f${29 - at}`),
  );
});

test('how many stacks are short, begin nowhere, or either', () => {
  const { stacks } = factsOf(
    [1, [...thread, 'start', 'main', 'work']],
    [1, [...thread, 'start', 'main', 'work', '*f', '*g']],
    [1, [...thread, '?', 'main', 'work', 'deeper']],
    [1, [...thread, '?', '*f', '*g', '*h']],
    [1, [...thread, 'send', '*f', '*g', '*h']],
    [1, [...thread, '*f', '*g', '*h']],
    [1, [...thread, 'start', '?', 'work']],
    [1, thread],
  ).roles['relay_1']!;
  expect(stacks).toEqual({
    short: 4 / 8,
    rootless: 2 / 8,
    poor: 5 / 8,
    broken_in: [
      { binary: 'libx.so', share: 3 / 5 },
      { binary: '', share: 2 / 5 },
    ],
  });
});

test('shares of the states', () => {
  const { roles } = factsOf(
    [60, [...thread, '!blocked', 'main', 'wait']],
    [30, [...thread, '!preempted', 'main']],
    [10, [...thread, '![off since before the window]']],
    [20, ['#relay 2', '%a', '!blocked', 'f']],
  );
  expect(roles['relay_1']!.states).toEqual({ blocked: 0.6, preempted: 0.3, '[off since before the window]': 0.1 });
  expect(roles['relay_2']!.states).toEqual({ blocked: 1 });
  expect(roles['relay_1']!.functions.map(({ name }) => name)).toEqual(['wait', 'main']);
});

test('a chain of two routers', () => {
  const threads = [
    { role: 'relay_1', thread: 'core_thread', pid: 9340, tid: 9342 },
    { role: 'relay_2', thread: 'core_thread', pid: 9335, tid: 9337 },
  ];
  const profile = profileOf(perfText('skrouterd'), { ownerOf: ownersOf(threads, ['relay_1', 'relay_2']) });
  const { roles, samples, event, unit } = profileFactsSchema.parse(profileFacts(profile));
  expect([event, unit]).toEqual(['cpu-clock:ppp', 'ns']);
  expect(Object.values(roles).reduce((sum, role) => sum + role.samples, 0)).toBe(samples);
  for (const role of Object.values(roles)) {
    // Debian's libc has no frame pointers.
    expect(role.stacks.broken_in[0]).toMatchObject({ binary: 'libc.so.6' });
    expect(role.stacks.poor).toBeGreaterThan(0.5);
    expect(role.states).toEqual({});
    const own = role.functions.map((found) => found.own);
    expect(own).toEqual(own.toSorted((a, b) => b - a));
    for (const found of role.functions) expect(found.total).toBeGreaterThanOrEqual(found.own);
  }
});

test('weights of nothing are no shares', () => {
  const { roles } = factsOf([0, [...thread, 'f']]);
  expect(roles['relay_1']).toMatchObject({ samples: 1, weight: 0, functions: [] });
});

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { choicesOf } from '../../src/report/client/choices.js';
import { KindColours } from '../../src/report/client/colours.js';
import { DifferenceView } from '../../src/report/client/difference-view.js';
import { inverted } from '../../src/report/client/inverted.js';
import { ProfileView } from '../../src/report/client/profile-view.js';
import { patternOf, search, type Matches } from '../../src/report/client/search.js';
import { treeOf, type TreeNode } from '../../src/report/client/tree.js';
import { differenceData } from '../../src/report/flamegraph/difference-data.js';
import { profileData } from '../../src/report/flamegraph/profile-data.js';
import { profileDifference } from '../../src/stats/profile-difference.js';
import { treeTotals } from '../../src/stats/tree-totals.js';
import { bigProfile } from '../fixtures/big-profile.js';
import { profileOf, type Stack } from '../fixtures/profile.js';

const stacks: Stack[] = [
  [['relay1', 'worker 10', 'main', 'parse', 'k:send'], 30, 3],
  [['relay1', 'worker 2', 'main', 'k:send'], 10],
  [['relay1', 'worker 2', 'main'], 20, 2],
  [['relay2', 'worker 2', 'main', 'parse', 'parse'], 40, 4],
];
const profile = profileOf(stacks);
const data = profileData(profile);
const tree = (only: number | null = null): TreeNode => treeOf(data.nodes, data.frames, only);

/** A tree as lines: indented names with weight and samples. */
function lines(node: TreeNode, indent = ''): string[] {
  return [
    `${indent}${node.name} ${node.value} ${node.samples}`,
    ...node.children.flatMap((child) => lines(child, `${indent} `)),
  ];
}

/** The first node of that name; throws if there is none. */
function find(root: TreeNode, name: string): TreeNode {
  const found = all(root).find((node) => node.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}

const all = (node: TreeNode): TreeNode[] => [node, ...node.children.flatMap(all)];

test('the tree has sums, titles, and its threads in the order of their numbers', () => {
  expect(lines(tree())).toEqual([
    'all 100 10',
    ' relay 1 60 6',
    '  worker 2 30 3',
    '   main 30 3',
    '    send 10 1',
    '  worker 10 30 3',
    '   main 30 3',
    '    parse 30 3',
    '     send 30 3',
    ' relay 2 40 4',
    '  worker 2 40 4',
    '   main 40 4',
    '    parse 40 4',
    '     parse 40 4',
  ]);
});

test('one role or one thread stands alone below what it belongs to', () => {
  const relay2 = find(tree(), 'relay 2');
  expect(lines(tree(relay2.at)).slice(0, 3)).toEqual(['all 40 4', ' relay 2 40 4', '  worker 2 40 4']);
  const worker10 = find(tree(), 'worker 10');
  expect(lines(tree(worker10.at))).toEqual([
    'all 30 3',
    ' relay 1 30 3',
    '  worker 10 30 3',
    '   main 30 3',
    '    parse 30 3',
    '     send 30 3',
  ]);
});

test('the inverted tree begins with what used the time, and goes up to thread and role', () => {
  expect(lines(inverted(tree()))).toEqual([
    'all 100 10',
    ' parse 40 4',
    '  parse 40 4',
    '   main 40 4',
    '    worker 2 40 4',
    '     relay 2 40 4',
    ' send 40 4',
    '  parse 30 3',
    '   main 30 3',
    '    worker 10 30 3',
    '     relay 1 30 3',
    '  main 10 1',
    '   worker 2 10 1',
    '    relay 1 10 1',
    ' main 20 2',
    '  worker 2 20 2',
    '   relay 1 20 2',
  ]);
});

test('what the page leaves out stands apart in the inverted tree', () => {
  const nodes = { ...data.nodes, hidden: data.nodes.own.map((_, at) => (at === 1 ? 5 : 0)) };
  const small = find(inverted(treeOf(nodes, data.frames, null)), '(small frames)');
  expect(lines(small)).toEqual(['(small frames) 5 0', ' relay 1 5 0']);
});

const names = fc.constantFrom('a', 'b', 'k:c', 'k:d');
const someStacks = fc.array(
  fc.tuple(
    fc
      .tuple(fc.constantFrom('relay1', 'relay2'), fc.constantFrom('x', 'y'), fc.array(names, { maxLength: 6 }))
      .map(([role, thread, path]) => ([role, thread] as string[]).concat(path)),
    fc.integer({ min: 1, max: 1000 }),
  ),
  { minLength: 1, maxLength: 25 },
);

test('both trees hold all weight, and children never more than their parent', () => {
  fc.assert(
    fc.property(someStacks, (list) => {
      const some = profileOf(list);
      const normal = treeOf(some.nodes, some.frames, null);
      for (const root of [normal, inverted(normal)]) {
        expect([root.value, root.samples]).toEqual([some.weight, some.samples]);
        for (const node of all(root)) {
          const children = node.children.reduce((sum, { value }) => sum + value, 0);
          expect(children + node.own + node.hidden).toBe(node.value);
        }
      }
    }),
  );
});

test('the inverted tree of a large profile stays small, and says what it does not tell apart', () => {
  const large = profileData(bigProfile(140_000));
  const top = inverted(treeOf(large.nodes, large.frames, null));
  const frames = all(top);
  expect(frames.length).toBeLessThan(41_000);
  expect(top.children.reduce((sum, { value }) => sum + value, 0)).toBe(140_000 * 1_003_009);
  expect(frames.some(({ hidden }) => hidden > 0)).toBe(true);
});

function found(root: TreeNode, text: string, isExpression = false): Matches {
  const pattern = patternOf(text, isExpression);
  if ('wrong' in pattern) throw new Error(pattern.wrong);
  return search(root, pattern);
}

test.each([
  ['send', false, { frames: 2, weight: 40, samples: 4 }],
  // The inner one of two frames in one stack does not count again.
  ['PARSE', false, { frames: 3, weight: 70, samples: 7 }],
  ['skrouterd', false, { frames: 6, weight: 100, samples: 10 }],
  ['^(send|all)$', true, { frames: 3, weight: 100, samples: 10 }],
  ['^pars', true, { frames: 3, weight: 70, samples: 7 }],
  ['^pars', false, { frames: 0, weight: 0, samples: 0 }],
  ['operator()<', false, { frames: 0, weight: 0, samples: 0 }],
])('a search for %s (expression: %s)', (text, isExpression, expected) => {
  expect(found(tree(), text, isExpression)).toEqual({ ...expected, atLeast: false });
});

test('a search finds as much in the inverted tree', () => {
  const { weight, samples } = found(inverted(tree()), 'parse');
  expect([weight, samples]).toEqual([70, 7]);
});

test('a search says when there may be more in what the page leaves out', () => {
  const nodes = { ...data.nodes, hidden: data.nodes.own.map((_, at) => (at === 1 ? 5 : 0)) };
  expect(found(treeOf(nodes, data.frames, null), 'send').atLeast).toBe(true);
  expect(found(treeOf(nodes, data.frames, null), 'relay 1').atLeast).toBe(false);
});

test('marks of a search go when it is over', () => {
  const root = tree();
  found(root, 'send');
  expect(all(root).filter(({ matched }) => matched)).toHaveLength(2);
  search(root, null);
  expect(all(root).filter(({ matched }) => matched)).toHaveLength(0);
});

test('what is no regular expression says so', () => {
  expect(patternOf('operator()<(', true)).toHaveProperty('wrong');
});

test('roles come with their threads and shares', () => {
  expect(choicesOf(data.nodes, data.frames, treeTotals(data.nodes.parent, data.nodes.own))).toMatchObject([
    { name: 'relay 1', role: null, share: '60.0 %' },
    { name: 'relay 2', role: null, share: '40.0 %' },
    { name: 'worker 2', role: 1, share: '30.0 %' },
    { name: 'worker 2', share: '40.0 %' },
    { name: 'worker 10', role: 1, share: '30.0 %' },
  ]);
});

test('kernel, binaries and states have colours of their own, and the legend says so', () => {
  const offCpu = profileOf([[['relay1', 'worker', 's:blocked', 'main', 'k:wait'], 1]]);
  const colours = new KindColours(offCpu.frames, offCpu.nodes);
  const meanings = colours.legend.map(({ meaning }) => meaning);
  expect(meanings).toEqual(['relay', 'thread', 'blocked', 'skrouterd', 'other user space', 'kernel']);
  const fills = all(treeOf(offCpu.nodes, offCpu.frames, null)).map((node) => colours.fill(node));
  expect(new Set(fills).size).toBe(6);
});

test('a frame of a profile is described by shares, samples and time', () => {
  const view = new ProfileView(data);
  const root = view.tree(null, 'normal');
  const parse = find(root, 'parse');
  expect(view.describe(parse, find(root, 'relay 1'))).toEqual({
    name: 'parse',
    facts: [
      ['in', 'skrouterd'],
      ['of all', '30.0 %'],
      ['of shown', '50.0 %'],
      ['samples', '3'],
      ['time', '30.0 ns'],
      ['itself', '0.0 %'],
    ],
  });
  const facts = view.describe(find(view.tree(null, 'inverted'), 'send'), root).facts;
  expect(facts.map(([label]) => label)).toEqual(['in', 'of all', 'of shown', 'samples', 'time']);
});

/** Captures of one side, in which `f` has about that weight, and `g` about 100. */
const captures = (f: number, name = 'f') =>
  [-2, -1, 0, 1, 2].map((spread) => ({
    profile: profileOf([
      [['relay1', 'worker', name], (f + spread) * 1e6],
      [['relay1', 'worker', 'g'], (100 + spread) * 1e6],
    ]),
    work: 1e9,
  }));

test('a frame of a difference is coloured by its change when it is told apart', () => {
  const view = new DifferenceView(differenceData(profileDifference(captures(100), captures(150)), 'bytes'));
  const root = view.tree(null, 'b');
  const [f, g] = [find(root, 'f'), find(root, 'g')];
  expect([view.fill(f), view.fill(g)]).toEqual(['var(--more-3)', 'var(--same)']);
  expect([view.label(f), view.label(g)]).toEqual(['+ f', 'g']);
  expect(view.describe(f, root).facts).toEqual([
    ['in', 'skrouterd'],
    ['A', '100 ms per GB'],
    ['B', '150 ms per GB'],
    ['change', '+50.0 %'],
    ['told apart', 'yes'],
    ['samples of A and B', '5 and 5'],
    ['of shown', '60.0 %'],
  ]);
  const back = new DifferenceView(differenceData(profileDifference(captures(105), captures(99)), 'bytes'));
  const less = find(back.tree(null, 'a'), 'f');
  expect([back.fill(less), back.label(less)]).toEqual(['var(--less-1)', '− f']);
});

test('the widths are those of the side that is chosen, so that frames that vanished are seen', () => {
  const view = new DifferenceView(differenceData(profileDifference(captures(50, 'old'), captures(50, 'new')), 'bytes'));
  const [a, b] = [view.tree(null, 'a'), view.tree(null, 'b')];
  expect([find(a, 'old').value, find(b, 'old').value]).toEqual([50e6, 0]);
  expect(view.describe(find(a, 'old'), a).facts).toContainEqual(['change', 'only in A']);
  expect(view.describe(find(b, 'new'), b).facts).toContainEqual(['change', 'only in B']);
  expect([view.fill(find(a, 'old')), view.fill(find(b, 'new'))]).toEqual(['var(--less-3)', 'var(--more-3)']);
});

test('nothing is coloured when there are too few captures', () => {
  const view = new DifferenceView(differenceData(profileDifference(captures(1).slice(1), captures(900)), 'bytes'));
  const root = view.tree(null, 'b');
  expect(new Set(all(root).map((node) => view.fill(node)))).toEqual(new Set(['var(--same)']));
  expect(view.describe(find(root, 'f'), root).facts).toContainEqual(['told apart', 'not judged: too few captures']);
  expect(view.legend.map(({ meaning }) => meaning)).toEqual(['not judged']);
});

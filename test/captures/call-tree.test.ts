import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { CallTree } from '../../src/captures/call-tree.js';
import { profileSchema, type Profile } from '../../src/model/profile.js';

const frameOf = (tree: CallTree, name: string): number => tree.frames.numberOf({ name, binary: 'b', kind: 'user' });

/** Weight and samples by the names on the way to a node. */
function stacksIn({ frames, nodes }: Profile): Map<string, [weight: number, samples: number]> {
  const paths: string[] = [];
  const found = new Map<string, [number, number]>();
  for (const [node, parent] of nodes.parent.entries()) {
    paths.push(parent < 0 ? '' : `${paths[parent]}/${frames.name[nodes.frame[node]!]}`);
    if (nodes.samples[node]! > 0) found.set(paths[node]!, [nodes.own[node]!, nodes.samples[node]!]);
  }
  return found;
}

test('stacks that begin alike share nodes; weights are kept where a stack ends', () => {
  const tree = new CallTree();
  const [a, b, c] = ['a', 'b', 'c'].map((name) => frameOf(tree, name)) as [number, number, number];
  frameOf(tree, 'nobody calls it');
  tree.add(tree.stack(tree.root, [c, b, a], 3), 10);
  tree.add(tree.stack(tree.root, [b, a, c], 2), 5);
  tree.add(tree.stack(tree.root, [c, b, a], 3), 1);
  const profile = tree.profile('cycles', 'events');
  expect(profileSchema.parse(profile)).toEqual({
    schema_version: 1,
    event: 'cycles',
    unit: 'events',
    samples: 3,
    weight: 16,
    frames: {
      name: ['all', 'a', 'b', 'c'],
      binary: ['', 'b', 'b', 'b'],
      kind: ['root', 'user', 'user', 'user'],
    },
    nodes: { parent: [-1, 0, 1, 2], frame: [0, 1, 2, 3], own: [0, 0, 5, 11], samples: [0, 0, 1, 2] },
  });
});

test('the same as a Map of paths, for any stacks, through all growing', () => {
  const stacks = fc.array(fc.array(fc.nat({ max: 30 }), { minLength: 1, maxLength: 12 }), {
    maxLength: 3000,
    size: 'max',
  });
  fc.assert(
    fc.property(stacks, (all) => {
      const tree = new CallTree();
      const numbers = Array.from({ length: 31 }, (_, at) => frameOf(tree, String(at)));
      const naive = new Map<string, [number, number]>();
      for (const [at, stack] of all.entries()) {
        const leafFirst = stack.toReversed().map((frame) => numbers[frame]!);
        tree.add(tree.stack(tree.root, leafFirst, stack.length), at);
        const path = stack.map((frame) => `/${frame}`).join('');
        const [weight, samples] = naive.get(path) ?? [0, 0];
        naive.set(path, [weight + at, samples + 1]);
      }
      expect(stacksIn(tree.profile('e', 'ns'))).toEqual(naive);
    }),
    { numRuns: 20 },
  );
});

test('a node with very many callees stays quick', () => {
  const tree = new CallTree();
  const begin = performance.now();
  for (let frame = 0; frame < 200_000; frame++) tree.add(tree.child(tree.root, frame + 1), 1);
  // 40 ms here; a list of callees that is searched one by one takes a minute.
  expect(performance.now() - begin).toBeLessThan(5000);
});

import { expect, test } from 'vitest';
import { folded } from '../../src/captures/folded.js';
import { joinedProfile } from '../../src/captures/joined-profile.js';
import { CallTree } from '../../src/captures/call-tree.js';
import type { Profile } from '../../src/model/profile.js';

/** A tree with one role and thread, and these functions called one from the other, outermost first. */
function treeOf(role: string, functions: readonly string[], weight: number): Profile {
  const tree = new CallTree();
  const frame = (name: string, kind: Profile['frames']['kind'][number]): number =>
    tree.frames.numberOf({ name, binary: kind === 'user' ? 'skrouterd' : '', kind });
  let node = tree.child(tree.root, frame(role, 'role'));
  node = tree.child(node, frame('worker 1', 'thread'));
  for (const name of functions) node = tree.child(node, frame(name, 'user'));
  tree.add(node, weight);
  return tree.profile('cpu-clock', 'ns');
}

const first = treeOf('relay 1', ['main', 'run'], 5);
const second = treeOf('relay 2', ['main', 'wait'], 7);

test('roles of both stand below one root, each with its own stacks', () => {
  const joined = joinedProfile([first, second]);
  expect(folded(joined).trim().split('\n').sort()).toEqual(
    [...folded(first).trim().split('\n'), ...folded(second).trim().split('\n')].sort(),
  );
  expect([joined.samples, joined.weight]).toEqual([2, 12]);
});

test('a parent comes before its children, and the trees that were joined stay as they are', () => {
  const before = structuredClone(first);
  const { nodes } = joinedProfile([first, second, treeOf('relay 3', ['x'], 1)]);
  expect(first).toEqual(before);
  expect(nodes.parent[0]).toBe(-1);
  for (const [node, parent] of nodes.parent.entries()) expect(parent).toBeLessThan(node);
});

test('of a single tree nothing changes', () => {
  expect(joinedProfile([first])).toEqual(first);
});

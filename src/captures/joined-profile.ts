import type { Profile } from '../model/profile.js';

/** Several trees of the same event as one, with the roles of all below one root; a role is in one of them only. */
export function joinedProfile(trees: readonly Profile[]): Profile {
  const [first] = trees;
  if (first === undefined) throw new RangeError('there is no tree to join');
  const { frames, nodes } = structuredClone(first);
  for (const tree of trees.slice(1)) append(frames, nodes, tree);
  return {
    ...first,
    samples: trees.reduce((sum, { samples }) => sum + samples, 0),
    weight: trees.reduce((sum, { weight }) => sum + weight, 0),
    frames,
    nodes,
  };
}

/** Adds a tree without its root, whose place the root of all takes; its nodes and frames keep their order. */
function append(frames: Profile['frames'], nodes: Profile['nodes'], tree: Profile): void {
  const firstFrame = frames.name.length;
  const firstNode = nodes.parent.length;
  for (const [at, name] of tree.frames.name.entries()) {
    frames.name.push(name);
    frames.binary.push(tree.frames.binary[at]!);
    frames.kind.push(tree.frames.kind[at]!);
  }
  for (let node = 1; node < tree.nodes.parent.length; node++) {
    const parent = tree.nodes.parent[node]!;
    nodes.parent.push(parent === 0 ? 0 : firstNode + parent - 1);
    nodes.frame.push(firstFrame + tree.nodes.frame[node]!);
    nodes.own.push(tree.nodes.own[node]!);
    nodes.samples.push(tree.nodes.samples[node]!);
  }
}

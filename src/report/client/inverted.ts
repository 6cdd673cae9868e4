import { byName, emptyNode, type TreeNode } from './tree.js';

/** Frames in the inverted view at most: as many as a slow machine lays out without letting people wait. */
const mostFrames = 40_000;

/**
 * Least share of all that a frame must have for its callers to be told apart; doubled until the view is small enough.
 * A third of a pixel on a wide page: enlarged by a click, it is still some samples in a hundred thousand.
 */
const leastShare = 1 / 5000;

/** A stack on its way to its root: the weight that it carries, and the frame at which it is. */
interface Way {
  node: TreeNode;
  weight: number;
  samples: number;
}

/** Call stacks merged from the leaf: functions by own weight, below them who called them, up to thread and role. */
export function inverted(root: TreeNode): TreeNode {
  for (let least = leastShare; ; least *= 2) {
    const found = invertedAbove(root, least * root.value);
    if (found !== null) return found;
  }
}

function invertedAbove(root: TreeNode, least: number): TreeNode | null {
  const top = emptyNode(root, null);
  top.value = root.value;
  top.samples = root.samples;
  let frames = 0;
  const open: [frame: TreeNode, ways: Way[]][] = [[top, []]];
  const leaves = leavesOf(root);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [callee, ways] = next;
    for (const [child, further] of callers(callee, callee === top ? leaves : ways)) {
      frames += 1;
      if (frames > mostFrames && least <= root.value) return null;
      if (child.value >= least) open.push([child, further]);
      else cut(child);
    }
    callee.children.sort((one, other) => other.value - one.value || byName(one, other));
  }
  return top;
}

/** Makes the children of a frame: its ways merged by the frames at which they are, and how these go on. */
function callers(callee: TreeNode, ways: readonly Way[]): [TreeNode, Way[]][] {
  const byFrame = new Map<number, [TreeNode, Way[]]>();
  for (const { node, weight, samples } of ways) {
    let found = byFrame.get(node.frame);
    if (found === undefined) {
      found = [emptyNode(node, callee), []];
      byFrame.set(node.frame, found);
      callee.children.push(found[0]);
    }
    const [child, further] = found;
    child.value += weight;
    child.samples += samples;
    const up = node.parent;
    if (up === null || up.kind === 'root') {
      child.own += weight;
      child.ownSamples += samples;
    } else further.push({ node: up, weight, samples });
  }
  return [...byFrame.values()];
}

/** Everything in which time was spent itself; what the page leaves out stands together under a name of its own. */
function leavesOf(root: TreeNode): Way[] {
  const found: Way[] = [];
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.own > 0) found.push({ node, weight: node.own, samples: node.ownSamples });
    if (node.hidden > 0) {
      const rest = emptyNode({ frame: -1, name: '(small frames)', binary: '', kind: 'unknown' }, node);
      found.push({ node: rest, weight: node.hidden, samples: node.hiddenSamples });
    }
    open.push(...node.children);
  }
  return found;
}

/** Its callers are not told apart: they are to it what callees left out are to a frame of the other view. */
function cut(node: TreeNode): void {
  node.hidden = node.value - node.own;
  node.hiddenSamples = node.samples - node.ownSamples;
}

import { roleTitle } from '../../model/names.js';
import type { FrameKind, Profile } from '../../model/profile.js';

/** A frame of the graph: what is drawn, and what is told of it. The names of d3-flame-graph are `value` and `children`. */
export interface TreeNode {
  /** Place in the columns of the page's data; -1 for what is in no column: the root of another view, a remainder. */
  at: number;
  /** Place in the table of frames; -1 for what stands for several. */
  frame: number;
  name: string;
  binary: string;
  kind: FrameKind;
  /** Weight and samples with everything below it. */
  value: number;
  samples: number;
  /** Of these, what ends here, and what belongs to callees that the page leaves out. */
  own: number;
  ownSamples: number;
  hidden: number;
  hiddenSamples: number;
  parent: TreeNode | null;
  children: TreeNode[];
  /** It is what the user looks for. */
  matched: boolean;
}

export interface Columns {
  parent: readonly number[];
  frame: readonly number[];
  own: readonly number[];
  samples: readonly number[];
  hidden?: readonly number[];
  hiddenSamples?: readonly number[];
}

/** A tree of objects from columns; of the whole, or of one role or thread (a node) and what lies above and below it. */
export function treeOf(columns: Columns, frames: Profile['frames'], only: number | null): TreeNode {
  const { parent, frame } = columns;
  const above = new Set(only === null ? [] : pathTo(parent, only));
  const inside: boolean[] = [];
  const nodes: (TreeNode | undefined)[] = [];
  for (let at = 0; at < parent.length; at++) {
    inside.push(only === null || at === only || (at > 0 && inside[parent[at]!]!));
    const wanted = inside[at]! || above.has(at);
    const node = wanted ? nodeOf(at, frame[at]!, frames) : undefined;
    nodes.push(node !== undefined && inside[at]! ? withWeights(node, columns) : node);
  }
  for (let at = parent.length - 1; at > 0; at--) {
    const node = nodes[at];
    const caller = nodes[parent[at]!];
    if (node === undefined || caller === undefined) continue;
    node.parent = caller;
    caller.children.push(node);
    caller.value += node.value;
    caller.samples += node.samples;
  }
  for (const node of nodes) node?.children.sort(byName);
  return nodes[0]!;
}

/** A node that holds nothing yet, as it stands for no column. */
export function emptyNode(
  { frame, name, binary, kind }: Pick<TreeNode, 'frame' | 'name' | 'binary' | 'kind'>,
  parent: TreeNode | null,
): TreeNode {
  return {
    at: -1,
    frame,
    name,
    binary,
    kind,
    value: 0,
    samples: 0,
    own: 0,
    ownSamples: 0,
    hidden: 0,
    hiddenSamples: 0,
    parent,
    children: [],
    matched: false,
  };
}

function nodeOf(at: number, frame: number, frames: Profile['frames']): TreeNode {
  const kind = frames.kind[frame] ?? 'unknown';
  const name = titleOf(frames.name[frame] ?? '', kind);
  const node = emptyNode({ frame, name, binary: frames.binary[frame] ?? '', kind }, null);
  node.at = at;
  return node;
}

function withWeights(node: TreeNode, { own, samples, hidden, hiddenSamples }: Columns): TreeNode {
  node.own = own[node.at] ?? 0;
  node.ownSamples = samples[node.at] ?? 0;
  node.hidden = hidden?.[node.at] ?? 0;
  node.hiddenSamples = hiddenSamples?.[node.at] ?? 0;
  node.value = node.own + node.hidden;
  node.samples = node.ownSamples + node.hiddenSamples;
  return node;
}

/** The nodes above one, without itself. */
function pathTo(parent: readonly number[], node: number): number[] {
  const above = parent[node] ?? -1;
  return above < 0 ? [] : [above, ...pathTo(parent, above)];
}

/** A name as it is shown. */
export function titleOf(name: string, kind: FrameKind): string {
  if (kind === 'root') return 'all';
  return kind === 'role' ? roleTitle(name) : name;
}

/** Order of roles and threads: worker 2 before worker 10. */
export const inOrder = new Intl.Collator('en', { numeric: true });

/** The same names at the same places in every graph; functions as their letters come. */
export function byName(one: TreeNode, other: TreeNode): number {
  if (one.kind === 'role' || one.kind === 'thread') return inOrder.compare(one.name, other.name);
  if (one.name === other.name) return 0;
  return one.name < other.name ? -1 : 1;
}

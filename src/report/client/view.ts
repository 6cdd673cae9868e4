import type { Swatch } from './colours.js';
import type { Description } from './describe.js';
import type { TreeNode } from './tree.js';

/** A role or a thread that can be shown alone. */
export interface Choice {
  at: number;
  name: string;
  /** Of a thread: its role. */
  role: number | null;
  share: string;
}

/** What the page does not know of the tree that it shows: where it comes from, what it means, how it is painted. */
export interface View {
  readonly legend: readonly Swatch[];
  readonly choices: readonly Choice[];
  /** The tree of all or of one role or thread, in one of the ways that the page offers. */
  tree: (only: number | null, way: string) => TreeNode;
  fill: (node: TreeNode) => string;
  label: (node: TreeNode) => string;
  describe: (node: TreeNode, shown: TreeNode) => Description;
}

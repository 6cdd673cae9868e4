import { treeTotals } from '../../stats/tree-totals.js';
import type { ProfileData } from '../flamegraph/page-data.js';
import { choicesOf } from './choices.js';
import { KindColours, type Swatch } from './colours.js';
import { describe, type Description } from './describe.js';
import { inverted } from './inverted.js';
import { treeOf, type TreeNode } from './tree.js';
import type { Choice, View } from './view.js';

/** One profile: from the roles down to what they called, or from the leaves to who called them. */
export class ProfileView implements View {
  readonly legend: readonly Swatch[];
  readonly choices: readonly Choice[];
  readonly #data: ProfileData;
  readonly #colours: KindColours;
  readonly #all: number;

  constructor(data: ProfileData) {
    this.#data = data;
    this.#colours = new KindColours(data.frames, data.nodes);
    this.legend = this.#colours.legend;
    const { parent, own, hidden } = data.nodes;
    const totals = treeTotals(
      parent,
      own.map((weight, at) => weight + hidden[at]!),
    );
    this.#all = totals[0] ?? 0;
    this.choices = choicesOf(data.nodes, data.frames, totals);
  }

  tree(only: number | null, way: string): TreeNode {
    const tree = treeOf(this.#data.nodes, this.#data.frames, only);
    return way === 'inverted' ? inverted(tree) : tree;
  }

  fill(node: TreeNode): string {
    return this.#colours.fill(node);
  }

  label(node: TreeNode): string {
    return node.name;
  }

  describe(node: TreeNode, shown: TreeNode): Description {
    return describe(node, this.#all, shown, this.#data.unit);
  }
}

import { treeTotals } from '../../stats/tree-totals.js';
import { formatCount, formatPercent } from '../../units/quantity.js';
import { workUnits, type DifferenceData } from '../flamegraph/page-data.js';
import { choicesOf } from './choices.js';
import type { Swatch } from './colours.js';
import { formatShare, formatWeight, placeOf, type Description } from './describe.js';
import { treeOf, type TreeNode } from './tree.js';
import type { Choice, View } from './view.js';

/** Relative changes from which on a colour is stronger. */
const steps = [0.1, 0.3];

const judgedLegend: readonly Swatch[] = [
  { fill: 'var(--less-3)', meaning: 'less in B: by 30 % or more' },
  { fill: 'var(--less-2)', meaning: '10 % or more' },
  { fill: 'var(--less-1)', meaning: 'less than 10 %' },
  { fill: 'var(--same)', meaning: 'not told apart' },
  { fill: 'var(--more-1)', meaning: 'more in B: by less than 10 %' },
  { fill: 'var(--more-2)', meaning: '10 % or more' },
  { fill: 'var(--more-3)', meaning: '30 % or more' },
];

/** The two sides of a comparison; the widths are those of one of them. */
export class DifferenceView implements View {
  readonly legend: readonly Swatch[];
  readonly choices: readonly Choice[];
  readonly #data: DifferenceData;
  readonly #a: number[];
  readonly #b: number[];
  readonly #samplesA: number[];
  readonly #samplesB: number[];

  constructor(data: DifferenceData) {
    this.#data = data;
    this.legend = data.judged ? judgedLegend : [{ fill: 'var(--same)', meaning: 'not judged' }];
    const { parent, a, b, samplesA, samplesB } = data.nodes;
    [this.#a, this.#b] = [treeTotals(parent, a), treeTotals(parent, b)];
    [this.#samplesA, this.#samplesB] = [treeTotals(parent, samplesA), treeTotals(parent, samplesB)];
    this.choices = choicesOf(data.nodes, data.frames, this.#b);
  }

  tree(only: number | null, way: string): TreeNode {
    const { parent, frame, a, b, samplesA, samplesB } = this.#data.nodes;
    const columns = { parent, frame, own: way === 'a' ? a : b, samples: way === 'a' ? samplesA : samplesB };
    return treeOf(columns, this.#data.frames, only);
  }

  fill({ at }: TreeNode): string {
    const verdict = this.#data.nodes.verdict[at] ?? 0;
    if (verdict === 0) return 'var(--same)';
    const size = Math.abs(this.#change(at) ?? Infinity);
    const step = 1 + steps.filter((least) => size >= least).length;
    return `var(--${verdict > 0 ? 'more' : 'less'}-${step})`;
  }

  /** With a sign where there is a colour, so that the colour is not all that tells. */
  label({ at, name }: TreeNode): string {
    const verdict = this.#data.nodes.verdict[at] ?? 0;
    return verdict === 0 ? name : `${verdict > 0 ? '+' : '−'} ${name}`;
  }

  describe(node: TreeNode, shown: TreeNode): Description {
    const { at } = node;
    const { unit, work } = this.#data;
    const { per } = workUnits[work];
    const side = (values: readonly number[]): string => `${formatWeight(values[at] ?? 0, unit)} ${per}`;
    return {
      name: node.name,
      facts: [
        ...placeOf(node),
        ['A', side(this.#a)],
        ['B', side(this.#b)],
        ['change', this.#changeText(at)],
        ['told apart', this.#judgement(at)],
        ['samples of A and B', `${formatCount(this.#samplesA[at])} and ${formatCount(this.#samplesB[at])}`],
        ['of shown', formatShare(node.value, shown.value)],
      ],
    };
  }

  #judgement(at: number): string {
    if (!this.#data.judged) return 'not judged: too few captures';
    return this.#data.nodes.verdict[at] === 0 ? 'no: within the spread of the captures' : 'yes';
  }

  /** From A to B, as a share of A; null where A has nothing. */
  #change(at: number): number | null {
    const [a, b] = [this.#a[at] ?? 0, this.#b[at] ?? 0];
    return a > 0 ? b / a - 1 : null;
  }

  #changeText(at: number): string {
    const change = this.#change(at);
    if (change === null) return 'only in B';
    if (this.#b[at] === 0) return 'only in A';
    return `${change < 0 ? '−' : '+'}${formatPercent(Math.abs(change))}`;
  }
}

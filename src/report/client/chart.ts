import flamegraph, { type Drawn, type FlameGraph } from 'd3-flame-graph';
import { select } from 'd3-selection';
import type { Tooltip } from './tooltip.js';
import type { TreeNode } from './tree.js';

export type Frame = Drawn<TreeNode>;

/** Narrower frames get no element: nobody could see or hit them, and there are thousands. */
const leastWidth = 1;

const rowHeight = 20;

/** Milliseconds in which frames move when the user zooms; none where the system asks for calm. */
const movement = matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 250;

export interface ChartParts {
  place: HTMLElement;
  tooltip: Tooltip;
  fill: (node: TreeNode) => string;
  label: (node: TreeNode) => string;
  /** After anything has been drawn. */
  drawn: () => void;
}

/** The graph on the page: d3-flame-graph with one tree at a time, whose width follows the page. */
export class Chart {
  readonly #graph: FlameGraph<TreeNode>;
  readonly #place: HTMLElement;
  readonly #drawn: () => void;
  #tree: TreeNode | null = null;
  #zoomed: TreeNode | null = null;
  #rootAtTop = true;

  constructor({ place, tooltip, fill, label, drawn }: ChartParts) {
    this.#place = place;
    this.#drawn = drawn;
    this.#graph = flamegraph<TreeNode>()
      .width(place.clientWidth)
      .cellHeight(rowHeight)
      .minFrameSize(leastWidth)
      .inverted(this.#rootAtTop)
      .resetHeightOnZoom(true)
      .tooltip(tooltip.forGraph())
      .getName(({ data }) => label(data))
      .setColorMapper(({ data }) => fill(data))
      .onClick(({ data }) => {
        this.#zoomed = data;
        if (movement === 0) this.#settle();
        drawn();
      });
    new ResizeObserver(() => this.#fit()).observe(place);
  }

  get tree(): TreeNode {
    return shown(this.#tree);
  }

  /** The frame that fills the width. */
  get zoomed(): TreeNode {
    return shown(this.#zoomed);
  }

  get rootAtTop(): boolean {
    return this.#rootAtTop;
  }

  /** Draws another tree. */
  show(tree: TreeNode): void {
    const first = this.#tree === null;
    this.#tree = tree;
    this.#zoomed = tree;
    this.#calmly(() => (first ? select(this.#place).datum(tree).call(this.#graph) : this.#graph.update(tree)));
  }

  /** Draws the same tree again: colours or labels have changed. */
  refresh(): void {
    this.#calmly(() => this.#graph.update());
  }

  turn(rootAtTop: boolean): void {
    this.#rootAtTop = rootAtTop;
    this.#place.dataset['root'] = rootAtTop ? 'top' : 'bottom';
    this.#graph.inverted(rootAtTop);
    this.refresh();
  }

  zoomTo(frame: Frame): void {
    this.#graph.zoomTo(frame);
  }

  reset(): void {
    this.#graph.resetZoom();
  }

  /** Without movement: the frames of another tree have nothing to do with those that were there. */
  #calmly(draw: () => unknown): void {
    this.#graph.transitionDuration(0);
    draw();
    this.#settle();
    this.#graph.transitionDuration(movement);
    this.#drawn();
  }

  /** d3-flame-graph lets new frames grow in any case, for a quarter of a second; not those that have their width. */
  #settle(): void {
    for (const frame of this.#place.querySelectorAll('g.frame')) {
      frame.querySelector('rect')?.setAttribute('width', frame.getAttribute('width') ?? '0');
    }
  }

  #fit(): void {
    const width = this.#place.clientWidth;
    if (this.#tree === null || width === 0 || width === this.#graph.width()) return;
    this.#graph.width(width);
    this.refresh();
  }
}

function shown(tree: TreeNode | null): TreeNode {
  if (tree === null) throw new Error('nothing is shown yet');
  return tree;
}

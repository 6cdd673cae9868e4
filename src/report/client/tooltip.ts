import type { Tooltip as GraphTooltip } from 'd3-flame-graph';
import type { Description } from './describe.js';
import type { TreeNode } from './tree.js';

/** Pixels between the pointer and the text. */
const distance = 14;

/** The description beside the pointer. Text only: names of functions may look like markup. */
export class Tooltip {
  readonly #box = document.createElement('div');
  readonly #describe: (node: TreeNode) => Description;
  readonly #shown: (node: TreeNode | null) => void;

  constructor(describe: (node: TreeNode) => Description, shown: (node: TreeNode | null) => void) {
    this.#describe = describe;
    this.#shown = shown;
    this.#box.className = 'tooltip';
    this.#box.hidden = true;
    // What it says stands in the line of details too, which is read aloud.
    this.#box.setAttribute('aria-hidden', 'true');
    document.body.append(this.#box);
  }

  /** In the form that d3-flame-graph wants. */
  forGraph(): GraphTooltip<TreeNode> {
    return Object.assign(() => {}, {
      show: (event: MouseEvent, { data }: { data: TreeNode }) => this.#show(event, data),
      hide: () => this.#hide(),
    });
  }

  #show({ clientX, clientY }: MouseEvent, node: TreeNode): void {
    this.#box.replaceChildren(...descriptionElements(this.#describe(node)));
    this.#box.hidden = false;
    const { width, height } = this.#box.getBoundingClientRect();
    const left = clientX + distance + width > innerWidth ? clientX - distance - width : clientX + distance;
    const top = clientY + distance + height > innerHeight ? clientY - distance - height : clientY + distance;
    this.#box.style.left = `${Math.max(left, 0)}px`;
    this.#box.style.top = `${Math.max(top, 0)}px`;
    this.#shown(node);
  }

  #hide(): void {
    this.#box.hidden = true;
    this.#shown(null);
  }
}

/** A description as elements: the name, and its figures with their labels. */
export function descriptionElements({ name, facts }: Description): HTMLElement[] {
  const heading = element('strong', name);
  const list = document.createElement('dl');
  for (const [label, value] of facts) {
    const pair = document.createElement('div');
    pair.append(element('dt', label), element('dd', value));
    list.append(pair);
  }
  return [heading, list];
}

export function element(name: string, text: string): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

import { Chart } from './chart.js';
import { matchedFill } from './colours.js';
import { byId, Filter, onRadio } from './controls.js';
import { Keyboard } from './keyboard.js';
import { SearchField } from './search-field.js';
import { descriptionElements, element, Tooltip } from './tooltip.js';
import type { TreeNode } from './tree.js';
import type { View } from './view.js';

/** Brings the graph to life: what is chosen decides on the tree, and all around it is about the tree shown. */
export function startGraph(view: View): void {
  const place = byId('graph', HTMLElement);
  const details = byId('details', HTMLElement);
  const reset = byId('reset', HTMLButtonElement);

  const describe = (node: TreeNode) => view.describe(node, chart.zoomed);
  const tell = (node: TreeNode | null): void =>
    details.replaceChildren(...descriptionElements(describe(node ?? chart.zoomed)));
  const chart = new Chart({
    place,
    tooltip: new Tooltip(describe, tell),
    fill: (node) => (node.matched ? matchedFill : view.fill(node)),
    label: (node) => view.label(node),
    drawn: () => {
      reset.disabled = chart.zoomed.parent === null;
      keyboard.refresh();
      tell(null);
      field.tell(chart.zoomed);
    },
  });
  const keyboard = new Keyboard(place, {
    focused: (frame) => tell(frame?.data ?? null),
    zoom: (frame) => chart.zoomTo(frame),
    reset: () => chart.reset(),
    rootAtTop: () => chart.rootAtTop,
    name: ({ data }) => spoken(view, data, chart.zoomed),
  });
  const field = new SearchField(() => {
    field.mark(chart.tree);
    chart.refresh();
  });

  const show = (): void => {
    const tree = view.tree(filter.only, way());
    field.mark(tree);
    chart.show(tree);
  };
  const filter = new Filter(view.choices, show);
  const way = onRadio('way', show);
  const root = onRadio('root', () => chart.turn(root() === 'top'));
  reset.addEventListener('click', () => chart.reset());
  byId('legend', HTMLElement).replaceChildren(
    ...view.legend.map(({ fill, meaning }) => {
      const item = element('li', meaning);
      item.style.setProperty('--swatch', fill);
      return item;
    }),
  );
  show();
}

/** The name of a frame for those who cannot see its width. */
function spoken(view: View, node: TreeNode, shown: TreeNode): string {
  const { name, facts } = view.describe(node, shown);
  return `${name}, ${facts.map(([label, value]) => `${label} ${value}`).join(', ')}`;
}

import { drawChart, widest } from '../charts/draw.js';
import type { Chart } from '../charts/chart.js';
import { markup, type Markup, type Part } from './markup.js';

/** What a chart was drawn from, to take away: columns of the same length. */
export interface Table {
  columns: readonly { title: string; values: readonly (number | string | null)[] }[];
}

/** A chart with its name, its meaning and its data. */
export interface Figure {
  /** A word, unique in its page: part of the address, and the name of the file that its data is saved as. */
  id: string;
  title: string;
  /** What is shown, in a sentence or two. */
  about: string;
  chart: Chart;
  table: Table;
}

/** A figure on its page; the script draws it again as wide as there is room. */
export function figureMarkup({ id, title, about, chart }: Figure): Markup {
  return markup`<figure id="${id}">
<figcaption><h3>${title}</h3><p>${about}</p></figcaption>
${legend(chart)}
<div class="drawing">${drawChart(chart, widest)}</div>
<p class="tools"><output class="readout" aria-live="polite"></output><button type="button">Save data (CSV)</button></p>
</figure>`;
}

function legend(chart: Chart): Part {
  if (chart.kind !== 'xy' || chart.series.length < 2) return null;
  const keys = chart.series.map(
    ({ name, colour, mark }) => markup`<li class="s${colour} ${mark ?? 'circle'}">${name}</li>`,
  );
  return markup`<ul class="keys">${keys}</ul>`;
}

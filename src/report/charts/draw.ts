import type { Markup } from '../page/markup.js';
import type { Chart } from './chart.js';
import { drawRows } from './rows.js';
import { drawXy } from './xy.js';

/** The widths in pixels between which a chart can be drawn. */
export const narrowest = 280;
export const widest = 1100;

/** The picture of a chart that is so many pixels wide: SVG whose colours are those of the page. */
export function drawChart(chart: Chart, width: number): Markup {
  const wide = Math.round(Math.min(Math.max(width, narrowest), widest));
  return chart.kind === 'xy' ? drawXy(chart, wide) : drawRows(chart, wide);
}

import type { BarChart, XyChart } from '../../../src/report/charts/chart.js';
import type { Figure } from '../../../src/report/page/figure.js';
import type { Report } from '../../../src/report/page/report.js';

/** The figures of a page, from top to bottom. */
export const figuresOf = ({ sections }: Report): Figure[] =>
  sections.flatMap(({ content }) => content.filter((part) => 'chart' in part));

const figureOf = (report: Report, id: string): Figure => {
  const found = figuresOf(report).find((figure) => figure.id === id);
  if (found === undefined) throw new Error(`the page has no figure ${id}`);
  return found;
};

export function xyOf(report: Report, id: string): XyChart {
  const { chart } = figureOf(report, id);
  if (chart.kind !== 'xy') throw new Error(`${id} is no chart of two axes`);
  return chart;
}

export function barsOf(report: Report, id: string): BarChart {
  const { chart } = figureOf(report, id);
  if (chart.kind !== 'bars') throw new Error(`${id} has no bars`);
  return chart;
}

/** The data that is taken away with a figure: columns by their titles. */
export const dataOf = (report: Report, id: string): Record<string, readonly unknown[]> =>
  Object.fromEntries(figureOf(report, id).table.columns.map(({ title, values }) => [title, values]));

/** The markup of a section. */
export const markupOf = ({ sections }: Report, id: string): string =>
  (sections.find((section) => section.id === id)?.content ?? [])
    .map((part) => ('chart' in part ? '' : part.text))
    .join('');

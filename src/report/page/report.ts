import type { Warning } from '../../model/summary.js';
import { graphMarkup, type Graph } from '../flamegraph/document.js';
import { pageDocument, type Bundle } from './document.js';
import { figureMarkup, type Figure } from './figure.js';
import { markup, type Markup, type Part } from './markup.js';
import { factList, footer, notice, warningList, type Fact, type LongText } from './parts.js';
import type { ReportData } from './report-data.js';
import { shareArrays } from './shared-arrays.js';

/** A part of a report under a heading of its own. */
export interface Section {
  /** A word, unique in its page. */
  id: string;
  title: string;
  /** Markup and figures, from top to bottom. */
  content: readonly (Markup | Figure)[];
}

/** Everything that a page tells of a run, a bench, a comparison or a curve. */
export interface Report {
  title: string;
  subtitle: string;
  /** The answer, before everything else. */
  answer?: string;
  facts: readonly Fact[];
  /** What to know before believing a figure. */
  notice?: string;
  warnings: readonly Warning[];
  sections: readonly Section[];
  /** A flame graph, which is shown after the sections. */
  graph?: Graph;
  notes: readonly string[];
  texts: readonly LongText[];
}

/** A report as one HTML file that opens offline. Whatever others wrote is text in it, nothing else. */
export function reportPage(report: Report, bundle: Bundle): string {
  const { title, subtitle, answer, facts, warnings, sections, graph, notes, texts } = report;
  const body = markup`${answer !== undefined && markup`<p id="answer">${answer}</p>`}
${factList(facts)}
${notice(report.notice)}
${warningList(warnings)}
${contents(report)}
<main>
${sections.map(sectionMarkup)}
${graph !== undefined && graphSection(graph)}
</main>
${footer(notes, texts)}`;
  return pageDocument({ title, subtitle, body, data: shareArrays(dataOf(report)), bundle });
}

const graphTitle = { id: 'flame-graph', title: 'Flame graph' };

function contents({ sections, graph }: Report): Part {
  const all = [...sections, ...(graph === undefined ? [] : [graphTitle])];
  if (all.length < 2) return null;
  const items = all.map(({ id, title }) => markup`<li><a href="#${id}">${title}</a></li>`);
  return markup`<nav aria-label="Contents"><ul>${items}</ul></nav>`;
}

const sectionMarkup = ({ id, title, content }: Section): Markup => markup`<section id="${id}">
<h2>${title}</h2>
${content.map((part) => ('chart' in part ? figureMarkup(part) : part))}
</section>
`;

const graphSection = (graph: Graph): Markup => markup`<section id="${graphTitle.id}">
<h2>${graphTitle.title}</h2>
<p>${graph.subtitle}</p>
${notice(graph.notice)}
${graphMarkup(graph)}
${graph.notes.map((note) => markup`<p>${note}</p>`)}
</section>`;

function dataOf({ sections, graph }: Report): ReportData {
  const figures = sections.flatMap(({ content }) => content.filter((part) => 'chart' in part));
  return {
    kind: 'report',
    figures: Object.fromEntries(figures.map(({ id, chart, table }) => [id, { chart, table }])),
    graph: graph?.data ?? null,
  };
}

import type { Warning } from '../../model/summary.js';
import { pageDocument, type Bundle } from '../page/document.js';
import { markup, type Markup } from '../page/markup.js';
import { factList, footer, notice, warningList, type Fact, type LongText } from '../page/parts.js';
import { roleWord, type PageData } from './page-data.js';

/** What a page tells besides the graph. */
export interface Surroundings {
  title: string;
  /** The headline: configuration, result, what the capture cost. */
  facts: readonly Fact[];
  warnings: readonly Warning[];
  /** Long texts that are folded away: commands, configurations. */
  texts: readonly LongText[];
  bundle: Bundle;
}

/** A graph with its controls, and what to know of it. */
export interface Graph {
  /** What was measured, in one line. */
  subtitle: string;
  /** The trees that can be shown; the first one is shown first. */
  ways: { title: string; choices: readonly Choice[] };
  /** What to know before looking at the graph, if anything. */
  notice?: string;
  /** Sentences below the graph: what to know of it. */
  notes: readonly string[];
  data: PageData;
}

interface Choice {
  value: string;
  label: string;
  hint: string;
}

/** A page with nothing but a graph. */
export function graphDocument({ title, facts, warnings, texts, bundle }: Surroundings, graph: Graph): string {
  const body = markup`${factList(facts)}${warningList(warnings)}${notice(graph.notice)}
    <main>${graphMarkup(graph)}</main>
    ${footer(graph.notes, texts)}`;
  return pageDocument({ title, subtitle: graph.subtitle, body, data: graph.data, bundle });
}

/** The place that the script fills with a graph, and its controls; once in a page. */
export const graphMarkup = (graph: Graph): Markup =>
  markup`${toolbar(graph)}
    <div class="below">
      <ul id="legend" aria-label="Colours"></ul>
      <output id="found" for="search expression" aria-live="polite"></output>
    </div>
    <p id="help" class="visually-hidden">Arrow keys go from frame to frame, Enter zooms in, Escape shows all.</p>
    <div class="stage">
      <div id="graph" data-root="top" role="group" aria-label="Flame graph" aria-describedby="help"></div>
      <section id="details" aria-label="Frame"></section>
    </div>
    <noscript><p>The graph needs JavaScript.</p></noscript>`;

const toolbar = ({ ways: { title, choices }, data }: Graph): Markup => markup`<form id="controls" autocomplete="off">
<label class="field">${roleWord(data.frames)} <select id="role"></select></label>
<label class="field">thread <select id="thread"></select></label>
${radios(title, 'way', choices)}
${radios('root', 'root', [
  { value: 'top', label: 'at top', hint: 'Callers above what they call' },
  { value: 'bottom', label: 'at bottom', hint: 'Callers below what they call' },
])}
<label class="field grow">search <input type="search" id="search" placeholder="function or binary" spellcheck="false" autocapitalize="off" aria-describedby="found"></label>
<label class="check"><input type="checkbox" id="expression"> <abbr title="regular expression">regex</abbr></label>
<button type="button" id="reset" disabled>Reset zoom</button>
</form>`;

function radios(title: string, name: string, choices: readonly Choice[]): Markup {
  const buttons = choices.map(
    ({ value, label, hint }, at) =>
      markup`<label title="${hint}"><input type="radio" name="${name}" value="${value}"${at === 0 && markup` checked`}><span>${label}</span></label>`,
  );
  return markup`<fieldset class="field"><legend>${title}</legend><div class="segments">${buttons}</div></fieldset>`;
}

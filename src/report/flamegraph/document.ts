import type { Warning } from '../../model/summary.js';
import { escapeHtml, escapeJson } from './html.js';
import { roleWord, type PageData } from './page-data.js';

/** A text that is part of the page, and the SHA-256 of its UTF-8 in base64: the browser runs and applies no other. */
export interface Inlined {
  text: string;
  sha256: string;
}

/** What is built of `src/report/client`. */
export interface Bundle {
  script: Inlined;
  style: Inlined;
}

/** What a page tells besides the graph. */
export interface Surroundings {
  title: string;
  /** The headline: configuration, result, what the capture cost. */
  facts: readonly { label: string; value: string }[];
  warnings: readonly Warning[];
  /** Long texts that are folded away: commands, configurations. */
  texts: readonly { title: string; text: string }[];
  bundle: Bundle;
}

/** What the two kinds of pages differ in. */
export interface Content {
  /** What was measured, in one line. */
  subtitle: string;
  /** The trees that can be shown; the first one is shown first. */
  ways: { title: string; choices: readonly { value: string; label: string; hint: string }[] };
  /** What to know before looking at the graph, if anything. */
  notice?: string;
  /** Sentences below the graph: what to know of it. */
  notes: readonly string[];
  data: PageData;
}

/** A page in one file: it asks nothing of any network, and its policy forbids it to. */
export function htmlDocument(around: Surroundings, content: Content): string {
  const { title, facts, warnings, texts, bundle } = around;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(bundle)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(title)}</title>
<style>${bundle.style.text}</style>
</head>
<body>
<header>
<div class="title"><h1>${escapeHtml(title)}</h1><p>${escapeHtml(content.subtitle)}</p></div>
<button type="button" id="theme">Dark</button>
</header>
${factList(facts)}${warningList(warnings)}${notice(content.notice)}<main>
${toolbar(content)}
<div class="below"><ul id="legend" aria-label="Colours"></ul><output id="found" for="search expression" aria-live="polite"></output></div>
<p id="help" class="visually-hidden">Arrow keys go from frame to frame, Enter zooms in, Escape shows all.</p>
<div class="stage">
<div id="graph" data-root="top" role="group" aria-label="Flame graph" aria-describedby="help"></div>
<section id="details" aria-label="Frame"></section>
</div>
<noscript><p>The graph needs JavaScript.</p></noscript>
</main>
<footer>
${content.notes.map((note) => `<p>${escapeHtml(note)}</p>`).join('\n')}
${texts.map(folded).join('\n')}
</footer>
<script type="application/json" id="data">${escapeJson(content.data)}</script>
<script>${bundle.script.text}</script>
</body>
</html>
`;
}

const policy = ({ script, style }: Bundle): string =>
  [
    "default-src 'none'",
    `script-src 'sha256-${script.sha256}'`,
    `style-src 'sha256-${style.sha256}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');

function factList(facts: Surroundings['facts']): string {
  if (facts.length === 0) return '';
  const pairs = facts.map(
    ({ label, value }) => `<div><dt>${escapeHtml(label)}</dt><dd>${escapeHtml(value)}</dd></div>`,
  );
  return `<dl id="facts">${pairs.join('')}</dl>\n`;
}

function warningList(warnings: readonly Warning[]): string {
  if (warnings.length === 0) return '';
  const codes = [...new Set(warnings.map(({ code }) => code))].join(', ');
  const items = warnings.map(
    ({ code, message, advice }) =>
      `<li><b>${escapeHtml(code)}</b> ${escapeHtml(message)}${advice === '' ? '' : `; ${escapeHtml(advice)}`}</li>`,
  );
  const title = `${warnings.length} warning${warnings.length === 1 ? '' : 's'}`;
  return `<details id="warnings"><summary><b>${title}</b> ${escapeHtml(codes)}</summary><ul>${items.join('')}</ul></details>\n`;
}

const notice = (text: string | undefined): string =>
  text === undefined ? '' : `<p class="notice">${escapeHtml(text)}</p>\n`;

const folded = ({ title, text }: { title: string; text: string }): string =>
  `<details><summary>${escapeHtml(title)}</summary><pre tabindex="0">${escapeHtml(text)}</pre></details>`;

const toolbar = ({ ways: { title, choices }, data }: Content): string => `<form id="controls" autocomplete="off">
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

function radios(title: string, name: string, choices: Content['ways']['choices']): string {
  const buttons = choices.map(
    ({ value, label, hint }, at) =>
      `<label title="${escapeHtml(hint)}"><input type="radio" name="${name}" value="${value}"${at === 0 ? ' checked' : ''}><span>${escapeHtml(label)}</span></label>`,
  );
  return `<fieldset class="field"><legend>${escapeHtml(title)}</legend><div class="segments">${buttons.join('')}</div></fieldset>`;
}

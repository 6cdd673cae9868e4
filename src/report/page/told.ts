import { harmless } from '../layout.js';
import { markup, type Markup } from './markup.js';

/** Headings with what is to be said under each, a line each; a heading without a line is left out. */
export function told(facts: readonly { label: string; lines: readonly string[] }[]): Markup {
  const shown = facts.filter(({ lines }) => lines.length > 0);
  if (shown.length === 0) return markup``;
  const rows = shown.map(
    ({ label, lines }) =>
      markup`<div><dt>${sentenceCase(label)}</dt>${lines.map((line) => markup`<dd>${harmless(line)}</dd>`)}</div>`,
  );
  return markup`<dl class="told">${rows}</dl>`;
}

/** `FALSE CALLS` of a text is `False calls` on a page. */
const sentenceCase = (label: string): string => label.slice(0, 1).toUpperCase() + label.slice(1).toLowerCase();

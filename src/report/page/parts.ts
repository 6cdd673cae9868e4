import type { Warning } from '../../model/summary.js';
import { markup, type Markup, type Part } from './markup.js';

export interface Fact {
  label: string;
  value: string;
  /** What the figure is, for whoever points at it. */
  meaning?: string;
}

/** The headline: what was measured, and the result. */
export function factList(facts: readonly Fact[]): Part {
  if (facts.length === 0) return null;
  const pairs = facts.map(
    ({ label, value, meaning }) =>
      markup`<div${meaning === undefined ? null : markup` title="${meaning}"`}><dt>${label}</dt><dd>${value}</dd></div>`,
  );
  return markup`<dl id="facts">${pairs}</dl>`;
}

/** Warnings with their advice, folded away behind their number. */
export function warningList(warnings: readonly Warning[]): Part {
  if (warnings.length === 0) return null;
  const codes = [...new Set(warnings.map(({ code }) => code))].join(', ');
  const items = warnings.map(
    ({ code, message, advice }) => markup`<li><b>${code}</b> ${message}${advice === '' ? null : `; ${advice}`}</li>`,
  );
  const title = `${warnings.length} warning${warnings.length === 1 ? '' : 's'}`;
  return markup`<details id="warnings"><summary><b>${title}</b> ${codes}</summary><ul>${items}</ul></details>`;
}

/** What to know before looking at anything else. */
export const notice = (text: string | undefined): Part =>
  text === undefined ? null : markup`<p class="notice">${text}</p>`;

/** A long text that is folded away: a command, a configuration. */
export interface LongText {
  title: string;
  text: string;
}

export const folded = ({ title, text }: LongText): Markup =>
  foldedMarkup(title, markup`<pre tabindex="0">${text}</pre>`);

/** What only some want to see. */
export const foldedMarkup = (title: string, content: Part): Markup =>
  markup`<details><summary>${title}</summary>${content}</details>`;

/** What stands at the foot of a page. */
export const footer = (notes: readonly string[], texts: readonly LongText[]): Markup =>
  markup`<footer>${notes.map((note) => markup`<p>${note}</p>`)}${texts.map(folded)}</footer>`;

import { escapeHtml } from './escape.js';

/** What may be put into markup: text and numbers are escaped, null and false are nothing, lists are joined. */
export type Part = Markup | string | number | null | false | readonly Part[];

/** Text that stands in a page as it is: only `markup` makes it, so that whatever others wrote is escaped. */
export class Markup {
  constructor(readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

/**
 * Markup from a template; whatever is put into it is escaped, unless it is markup itself. (Not
 * named `html`: formatters lay out the templates of that name anew, and a style sheet then has another hash.)
 */
export function markup(literals: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(literals.map((literal, at) => literal + (at < parts.length ? render(parts[at]!) : '')).join(''));
}

function render(part: Part): string {
  if (part === null || part === false) return '';
  if (part instanceof Markup) return part.text;
  return typeof part === 'object' ? part.map(render).join('') : escapeHtml(String(part));
}

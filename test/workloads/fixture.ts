import { readFileSync } from 'node:fs';

/** The text of a captured output. */
export const fixture = (path: string): string => readFileSync(new URL(`../fixtures/${path}`, import.meta.url), 'utf8');

/** The numbers (from 1) of the lines that a rule takes for a mark, as `4 begin`. */
export function marksIn(text: string, mark: (line: string) => 'begin' | 'end' | null): string[] {
  return text.split('\n').flatMap((line, at) => {
    const which = mark(line);
    return which === null ? [] : [`${at + 1} ${which}`];
  });
}

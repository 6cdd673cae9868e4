/** Columns that a text may take: it fits the usual terminal and a code block on a web page. */
export const pageWidth = 100;

/** Where the text of a section begins, so that its heading stands alone at the left. */
export const labelWidth = 14;

/** Width in characters as a terminal counts them: code points, since our texts hold no wide or combining ones. */
export const textWidth = (text: string): number => Array.from(text).length;

/** Blanks up to a width, on the side away from the alignment. */
export function pad(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const blanks = ' '.repeat(Math.max(width - textWidth(text), 0));
  return align === 'left' ? text + blanks : blanks + text;
}

/** Shortens to a width, with an ellipsis in place of what is missing. */
export function shorten(text: string, width: number): string {
  const characters = Array.from(text);
  return characters.length <= width
    ? text
    : `${characters
        .slice(0, Math.max(width - 1, 0))
        .join('')
        .trimEnd()}…`;
}

/** What terminals obey: escape sequences, and control characters except for the end of a line. */
const escapeSequence = new RegExp(String.raw`\u001B\[[0-9;?]*[ -/]*[@-~]`, 'gu');
// The last ones turn the direction of what follows (Unicode 15.1, annex 9).
const controlCharacter = /(?!\n)\p{Cc}|[\u202A-\u202E\u2066-\u2069]/gu;

/** Text of others (log lines, reasons) without what a terminal would obey. */
export const harmless = (text: string): string => text.replaceAll(escapeSequence, '').replaceAll(controlCharacter, ' ');

/** Lines no wider than the width, broken at blanks and indented as they were; a wider word (a path) stays whole. */
export function wrap(text: string, width: number): string[] {
  return harmless(text)
    .split('\n')
    .flatMap((paragraph) => {
      const [indent = ''] = /^ */u.exec(paragraph) ?? [];
      const lines: string[] = [];
      for (const word of paragraph.trim().split(/ +/u)) {
        const last = lines.at(-1);
        if (last !== undefined && textWidth(last) + 1 + textWidth(word) <= width) {
          lines[lines.length - 1] = `${last} ${word}`;
        } else lines.push(indent + word);
      }
      return lines;
    });
}

/** A label and the text beside it, its further lines indented to the same column. */
export function labelled(label: string, text: string, indent = labelWidth, width = pageWidth): string[] {
  const lines = wrap(text, width - indent);
  return lines.map((line, at) => (pad(at === 0 ? label : '', indent) + line).trimEnd());
}

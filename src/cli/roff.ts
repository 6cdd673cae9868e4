/** Text for roff (groff(7)): a hyphen that can be copied, a backslash and quotes that are printed, no line that is a request. */
export function escaped(text: string): string {
  return text
    .replaceAll('\\', String.raw`\e`)
    .replaceAll('-', String.raw`\-`)
    .replaceAll('"', String.raw`\(dq`)
    .replaceAll("'", String.raw`\(aq`)
    .replaceAll('`', String.raw`\(ga`)
    .replaceAll('^', String.raw`\(ha`)
    .replaceAll('~', String.raw`\(ti`)
    .replaceAll(/[^\u0020-\u007E\n]/gu, (character) => `\\[u${hexadecimal(character)}]`)
    .replaceAll(/^(?=\.)/gmu, String.raw`\&`);
}

const hexadecimal = (character: string): string =>
  (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');

/** In bold, as an argument of a request. */
export const bold = (text: string): string => `"\\fB${escaped(text)}\\fR"`;

/** A heading and what stands below it, which is a paragraph anyway. */
export const section = (title: string, lines: readonly string[]): string[] => [
  `.SH ${title.includes(' ') ? `"${title}"` : title}`,
  ...(lines[0] === '.PP' ? lines.slice(1) : lines),
];

/** Running text, a sentence a line: so roff knows where sentences end. A list without blanks may be broken at its commas. */
export const filled = (text: string): string[] =>
  escaped(text.trim().replaceAll(/([.:?!]) +(?=[A-Z])/gu, '$1\n'))
    .replaceAll(/,(?=\S)/gu, String.raw`,\:`)
    .split('\n');

/** Running text, apart from what stands before it. */
export const paragraph = (text: string): string[] => ['.PP', ...filled(text)];

/** A term in bold, and what it means indented below it. */
export const hanging = (term: string, text: string): string[] => ['.TP', `.B ${escaped(term)}`, ...filled(text)];

/** Lines as they are, indented. */
export const verbatim = (text: string): string[] => ['.RS', '.nf', escaped(text), '.fi', '.RE'];

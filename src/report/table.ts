import { pad, textWidth } from './layout.js';

/** A column: its heading and the side to which its cells are aligned (figures right, words left). */
export interface Column {
  header: string;
  align: 'left' | 'right';
}

/** The cells of a row, or its first cells and a text that takes the place of the others without widening them. */
export type Row = readonly string[] | { cells: readonly string[]; rest: string };

const gap = '  ';

/** Lines of a table as wide as its content: the heading first, columns two blanks apart. */
export function textTable(columns: readonly Column[], rows: readonly Row[]): string[] {
  const widths = columns.map(({ header }, at) =>
    Math.max(textWidth(header), ...rows.map((row) => textWidth(cellsOf(row)[at] ?? ''))),
  );
  const line = (cells: readonly string[]): string =>
    cells.map((cell, at) => pad(cell, widths[at] ?? 0, columns[at]?.align ?? 'left')).join(gap);
  const heading = line(columns.map(({ header }) => header)).trimEnd();
  return [heading, ...rows.map((row) => [line(cellsOf(row)), ...restOf(row)].join(gap).trimEnd())];
}

/** The same table in GitHub's markdown. */
export function markdownTable(columns: readonly Column[], rows: readonly Row[]): string[] {
  const line = (cells: readonly string[]): string =>
    `| ${columns.map((_, at) => (cells[at] ?? '').replaceAll('|', String.raw`\|`).replaceAll('\n', ' ')).join(' | ')} |`;
  const rule = `| ${columns.map(({ align }) => (align === 'right' ? '---:' : '---')).join(' | ')} |`;
  return [
    line(columns.map(({ header }) => header)),
    rule,
    ...rows.map((row) => line([...cellsOf(row), ...restOf(row)])),
  ];
}

const cellsOf = (row: Row): readonly string[] => ('cells' in row ? row.cells : row);

const restOf = (row: Row): string[] => ('cells' in row ? [row.rest] : []);

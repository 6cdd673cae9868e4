import { markup, type Markup, type Part } from './markup.js';

/** A column of a table: figures stand at the right, words at the left. */
export interface TableColumn {
  title: string;
  /** Unit and meaning, for whoever points at the title. */
  about?: string;
  align: 'left' | 'right';
}

export interface DataTable {
  /** What the table tells, for whoever cannot see where it stands; without it, the titles of its columns. */
  name?: string;
  columns: readonly TableColumn[];
  /** The first cell names the row. */
  rows: readonly { cells: readonly Part[]; strong?: boolean }[];
}

/** A table that scrolls by itself where the page is too narrow for it; nothing without a row. */
export function dataTable({ name, columns, rows }: DataTable): Markup {
  if (rows.length === 0) return markup``;
  const label = name ?? columns.map(({ title }) => title).join(', ');
  const classOf = (at: number): Part => columns[at]?.align === 'right' && markup` class="right"`;
  const headings = columns.map(({ title, about }, at) => {
    const text = about === undefined ? title : markup`<abbr title="${about}">${title}</abbr>`;
    return markup`<th scope="col"${classOf(at)}>${text}</th>`;
  });
  const lines = rows.map(({ cells, strong = false }) => {
    const [first = null, ...others] = cells;
    const rest = others.map((cell, at) => markup`<td${classOf(at + 1)}>${cell}</td>`);
    return markup`<tr${strong && markup` class="strong"`}><th scope="row"${classOf(0)}>${first}</th>${rest}</tr>`;
  });
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="${label}"><table>
<thead><tr>${headings}</tr></thead>
<tbody>${lines}</tbody>
</table></div>`;
}

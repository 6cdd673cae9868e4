import type { Summary } from '../../../model/summary.js';
import { exportColumns, type Value } from './columns.js';

/** RFC 4180: a header, a line for each run, lines end with CR LF, quotation marks where a cell needs them. */
export function csv(runs: readonly Summary[]): string {
  const header = exportColumns.map(({ name }) => name);
  const lines = runs.map((run) => exportColumns.map(({ of }) => of(run)));
  return [header, ...lines].map((cells) => `${cells.map(cell).join(',')}\r\n`).join('');
}

function cell(value: Value): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]|^\s|\s$/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

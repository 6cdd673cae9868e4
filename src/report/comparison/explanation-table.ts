import type { ChangeKind, Explanation } from '../../model/explanation.js';
import { labelled, pageWidth, shorten, textWidth } from '../layout.js';
import { textTable, type Column } from '../table.js';
import { explainedRows, kindTitles, type ExplainedRow } from './explained-rows.js';

/** Lines for the changes of a kind. */
const mostLines = 10;

/** Widest name of a file. */
const mostOfDetail = 24;

/** Between columns. */
const gap = 2;

/** The changes of a kind, the largest first, and the totals of the relays in which there are some. */
export function explanationTable(explanation: Explanation, kind: ChangeKind): string[] {
  const { per, changes, totals, chance } = explainedRows(explanation, kind);
  const rows = [...changes.slice(0, mostLines), ...totals].map(cellsOf);
  const headers = [kindTitles[kind].toUpperCase(), per, '', 'A', 'B', 'change'];
  const columns = headers.map((header, at): Column => ({ header, align: at < 3 ? 'left' : 'right' }));
  const more = changes.length - mostLines;
  return [
    ...textTable(columns, shortened(headers, rows)),
    ...labelled('', `${more > 0 ? `${more} more; ` : ''}${chance}`, gap),
  ];
}

const cellsOf = ({ role, name, detail, a, b, change }: ExplainedRow): string[] => [
  `  ${role}`,
  name,
  shorten(detail, mostOfDetail),
  ...[a, b, change],
];

/** The rows with their names, the second cells, so short that everything fits the page. */
function shortened(headers: readonly string[], rows: readonly string[][]): string[][] {
  const widths = headers.map((header, at) => Math.max(...[header, ...rows.map((cells) => cells[at]!)].map(textWidth)));
  const room = pageWidth - widths.reduce((sum, width, at) => sum + (at === 1 ? 0 : width + gap), 0);
  return rows.map((cells) => cells.with(1, shorten(cells[1]!, room)));
}

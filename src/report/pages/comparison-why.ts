import type { ChangeKind, Explanation } from '../../model/explanation.js';
import { explainedRows, kindTitles, type ExplainedRow } from '../comparison/explained-rows.js';
import { explanationFrame } from '../comparison/explanation.js';
import { shorten } from '../layout.js';
import { dataTable, type TableColumn } from '../page/data-table.js';
import { markup, type Markup, type Part } from '../page/markup.js';
import { told } from '../page/told.js';
import type { Compared, Content } from './comparison-parts.js';

/** Rows of a kind; the largest are first. */
const mostRows = 50;

/** Of a name in its cell; the whole stands behind it. Symbols of C++ can have thousands of characters. */
const mostOfName = 160;

/** Why the sides differ, as far as captured runs show it; nothing if nobody asked. */
export function whyContent({ comparison }: Compared): Content {
  const frame = explanationFrame(comparison);
  const { explanation } = comparison;
  if (frame === null || explanation === null) return [];
  return [
    ...frame.made.map((line) => markup`<p class="quiet">${line}</p>`),
    ...frame.kinds.flatMap((kind) => kindContent(explanation, kind)),
    told(frame.rest),
  ];
}

function kindContent(explanation: Explanation, kind: ChangeKind): Markup[] {
  const { per, changes, totals, chance } = explainedRows(explanation, kind);
  const rows = [...changes.slice(0, mostRows), ...totals];
  const more = changes.length - mostRows;
  // A column in which no row has anything is not shown.
  const shown = columns(per).filter(({ of }) => rows.some((row) => of(row) !== ''));
  const title = `${kindTitles[kind].slice(0, 1).toUpperCase()}${kindTitles[kind].slice(1)}: ${per}`;
  return [
    markup`<h3>${title}</h3>`,
    dataTable({
      name: title,
      columns: shown,
      rows: rows.map((row) => ({
        cells: shown.map(({ of, as }) => as(of(row))),
        strong: totals.includes(row),
      })),
    }),
    markup`<p class="quiet">${more > 0 && `${more} more; `}${chance}</p>`,
  ];
}

interface ExplainedColumn extends TableColumn {
  of: (row: ExplainedRow) => string;
  as: (text: string) => Part;
}

const columns = (per: string): ExplainedColumn[] => [
  { title: 'relay', align: 'left', of: ({ role }) => role, as: inOneLine },
  { title: 'what', align: 'left', of: ({ name }) => name, as: named },
  { title: 'in', about: 'the file that holds it', align: 'left', of: ({ detail }) => detail, as: named },
  { title: 'A', about: `median of the captured runs of A; ${per}`, align: 'right', of: ({ a }) => a, as: inOneLine },
  { title: 'B', about: `median of the captured runs of B; ${per}`, align: 'right', of: ({ b }) => b, as: inOneLine },
  { title: 'change', about: 'between the medians', align: 'right', of: ({ change }) => change, as: inOneLine },
];

const inOneLine = (text: string): Part => markup`<span class="one-line">${text}</span>`;

function named(text: string): Part {
  const short = shorten(text, mostOfName);
  return markup`<span class="long"${short !== text && markup` title="${text}"`}>${short}</span>`;
}

import type { ChangeKind, ExplainedTotal, Explanation } from '../../model/explanation.js';
import { roleTitle } from '../../model/names.js';
import { formatBytes, formatCount, formatSignificant } from '../../units/quantity.js';
import { separation } from '../../stats/separation.js';
import { alongTheChain } from '../capture/role-order.js';
import { harmless, labelled, pageWidth, shorten, textWidth } from '../layout.js';
import { textTable, type Column } from '../table.js';

/** Lines for the changes of a kind. */
const mostLines = 10;

/** Widest name of a file, and of an event. */
const most = { detail: 24, event: 24 };

/** Between columns. */
const gap = 2;

/** How kinds are called. */
export const kindTitles: Readonly<Record<ChangeKind, string>> = {
  function: 'functions',
  thread: 'threads',
  switches: 'context switches',
  syscall: 'system calls',
  pool: 'pools',
};

/** The changes of a kind, the largest first, and the totals of the relays in which there are some. */
export function explanationTable(explanation: Explanation, kind: ChangeKind): string[] {
  const changes = explanation.changes.filter((one) => one.kind === kind);
  const shown = changes.slice(0, mostLines);
  const totals = kind === 'switches' ? [] : explanation.totals.filter((one) => one.kind === kind);
  const inAll = alongTheChain([...new Set(changes.map(({ role }) => role))]).flatMap((role) =>
    totals.filter((one) => one.role === role),
  );
  // The heading says what context switches are.
  const nameOf = (name: string): string => (kind === 'switches' ? '' : oneLine(name));
  const rows = [
    ...shown.map((one) => row(one, nameOf(one.name), one.detail)),
    ...inAll.map((one) => row(one, 'in all', '')),
  ];
  const headers = [kindTitles[kind].toUpperCase(), perText(explanation, kind, shown[0]!.unit), '', 'A', 'B', 'change'];
  const columns = headers.map((header, at): Column => ({ header, align: at < 3 ? 'left' : 'right' }));
  const more = changes.length - shown.length;
  return [
    ...textTable(columns, shortened(headers, rows)),
    ...labelled('', `${more > 0 ? `${more} more; ` : ''}${chanceText(explanation, kind)}`, gap),
  ];
}

/** The rows with their names, the second cells, so short that everything fits the page. */
function shortened(headers: readonly string[], rows: readonly string[][]): string[][] {
  const widths = headers.map((header, at) => Math.max(...[header, ...rows.map((cells) => cells[at]!)].map(textWidth)));
  const room = pageWidth - widths.reduce((sum, width, at) => sum + (at === 1 ? 0 : width + gap), 0);
  return rows.map((cells) => cells.with(1, shorten(cells[1]!, room)));
}

const row = (one: ExplainedTotal, name: string, detail: string): string[] =>
  [`  ${roleTitle(one.role)}`, name, shorten(oneLine(detail), most.detail)].concat(figures(one));

/** Medians of both sides and their difference; of a total that is not separated no difference is told. */
function figures({ unit, a, b }: Pick<ExplainedTotal, 'unit' | 'a' | 'b'>): string[] {
  const write = formats[unit];
  const change = b.median - a.median;
  const isTold = separation([a.min, a.max], [b.min, b.max]) !== 0;
  return [
    write(a.median),
    write(b.median),
    isTold ? `${change < 0 ? '-' : '+'}${write(Math.abs(change))}` : 'within spread',
  ];
}

const formats: Readonly<Record<ExplainedTotal['unit'], (value: number) => string>> = {
  'CPU-s': formatSignificant,
  bytes: formatBytes,
  // Of a few, the digits behind the point count.
  count: (value) => (value < 100 ? formatSignificant(value) : formatCount(value)),
};

/** What the figures are: `own CPU-s/GB`. */
function perText({ unit: work, event }: Explanation, kind: ChangeKind, unit: ExplainedTotal['unit']): string {
  const per = work === 'GB' ? '/GB' : '/1000 operations';
  const counted: Readonly<Record<ChangeKind, string>> = {
    function: `own ${unit === 'CPU-s' ? unit : shorten(oneLine(event ?? 'events'), most.event)}${per}`,
    thread: `CPU-s${per}`,
    switches: `switches${per}`,
    syscall: `calls${per}`,
    pool: 'in threads at the end of the window',
  };
  return counted[kind];
}

function chanceText({ compared, by_chance: chance }: Explanation, kind: ChangeKind): string {
  const number = compared[kind] ?? 0;
  const expected = number * chance;
  const about = expected < 0.1 ? 'fewer than 0.1' : `about ${expected.toFixed(1)}`;
  return `compared ${formatCount(number)}: ${about} would be shown by chance alone`;
}

const oneLine = (text: string): string => harmless(text).replaceAll('\n', ' ');

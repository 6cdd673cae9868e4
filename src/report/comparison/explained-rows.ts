import type { ChangeKind, ExplainedTotal, Explanation } from '../../model/explanation.js';
import { roleTitle } from '../../model/names.js';
import { separation } from '../../stats/separation.js';
import { formatBytes, formatCount, formatSignificant } from '../../units/quantity.js';
import { alongTheChain } from '../capture/role-order.js';
import { harmless, shorten } from '../layout.js';

/** Widest name of an event. */
const mostOfEvent = 24;

/** How kinds are called. */
export const kindTitles: Readonly<Record<ChangeKind, string>> = {
  function: 'functions',
  thread: 'threads',
  switches: 'context switches',
  syscall: 'system calls',
  pool: 'pools',
};

/** Something of which all captured runs of one side have more than any of the other: medians, and their difference. */
export interface ExplainedRow {
  role: string;
  name: string;
  /** Of a function the file that holds it; else empty. */
  detail: string;
  a: string;
  b: string;
  change: string;
}

/** The changes of a kind as words and figures. */
export interface ExplainedRows {
  /** What the figures are: `own CPU-s/GB`. */
  per: string;
  /** The largest first. */
  changes: ExplainedRow[];
  /** All of the relays in which something changed; a total that is not separated tells no difference. */
  totals: ExplainedRow[];
  /** How many were compared, and how many of them chance alone would show. */
  chance: string;
}

export function explainedRows(explanation: Explanation, kind: ChangeKind): ExplainedRows {
  const changes = explanation.changes.filter((one) => one.kind === kind);
  const totals = kind === 'switches' ? [] : explanation.totals.filter((one) => one.kind === kind);
  const inAll = alongTheChain([...new Set(changes.map(({ role }) => role))]).flatMap((role) =>
    totals.filter((one) => one.role === role),
  );
  // The heading says what context switches are.
  const nameOf = (name: string): string => (kind === 'switches' ? '' : oneLine(name));
  return {
    per: perText(explanation, kind, changes[0]?.unit ?? 'count'),
    changes: changes.map((one) => row(one, nameOf(one.name), oneLine(one.detail))),
    totals: inAll.map((one) => row(one, 'in all', '')),
    chance: chanceText(explanation, kind),
  };
}

const row = (one: ExplainedTotal, name: string, detail: string): ExplainedRow => ({
  role: roleTitle(one.role),
  name,
  detail,
  ...figures(one),
});

/** Medians of both sides and their difference; of a total that is not separated no difference is told. */
function figures({ unit, a, b }: Pick<ExplainedTotal, 'unit' | 'a' | 'b'>): Pick<ExplainedRow, 'a' | 'b' | 'change'> {
  const write = formats[unit];
  const change = b.median - a.median;
  const isTold = separation([a.min, a.max], [b.min, b.max]) !== 0;
  return {
    a: write(a.median),
    b: write(b.median),
    change: isTold ? `${change < 0 ? '-' : '+'}${write(Math.abs(change))}` : 'within spread',
  };
}

const formats: Readonly<Record<ExplainedTotal['unit'], (value: number) => string>> = {
  'CPU-s': formatSignificant,
  bytes: formatBytes,
  // Of a few, the digits behind the point count.
  count: (value) => (value < 100 ? formatSignificant(value) : formatCount(value)),
};

function perText({ unit: work, event }: Explanation, kind: ChangeKind, unit: ExplainedTotal['unit']): string {
  const per = work === 'GB' ? '/GB' : '/1000 operations';
  const counted: Readonly<Record<ChangeKind, string>> = {
    function: `own ${unit === 'CPU-s' ? unit : shorten(oneLine(event ?? 'events'), mostOfEvent)}${per}`,
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

import { roleTitle } from '../../model/names.js';
import type { RouterStatistics } from '../../model/router-statistics.js';
import { formatBytes, formatCount } from '../../units/quantity.js';
import { harmless, pageWidth, shorten, textWidth } from '../layout.js';
import { textTable, type Column } from '../table.js';

type Pool = NonNullable<RouterStatistics['pools']>[number];

/** Pools shown one by one, of some fifty: so many that grew most, and with the largest of the others so many. */
const shown = { grown: 5, all: 10 };

const headers = ['size', 'in threads', 'bytes', 'growth', 'allocated', 'growth'];

/** Between columns, and before a name. */
const gap = 2;

/** A table of the memory pools of a router: those that grew most, then the largest. */
export function poolsTable({ role, pools }: RouterStatistics): string[] {
  const heading = `POOLS of ${roleTitle(role)}`;
  if (pools === null) return ['', `${heading}: not told by this router`];
  const chosen = worthARow(pools);
  const rest = pools.filter((pool) => !chosen.includes(pool));
  const rows = [
    ...chosen.map(row),
    ...(rest.length > 0 ? [sums(`${rest.length} others`, rest)] : []),
    sums(`all ${pools.length}`, pools),
  ];
  const columns: Column[] = [
    { header: heading, align: 'left' },
    ...headers.map((header): Column => ({ header, align: 'right' })),
  ];
  const room = pageWidth - gap - figuresWidth(rows);
  return [
    '',
    ...textTable(
      columns,
      rows.map(([name = '', ...figures]) => [`  ${shorten(name, room)}`].concat(figures)),
    ),
  ];
}

/** What all columns but the first take, with the blanks before each. */
function figuresWidth(rows: readonly string[][]): number {
  const widths = headers.map((header, at) =>
    Math.max(header.length, ...rows.map((cells) => textWidth(cells[at + 1]!))),
  );
  return widths.reduce((sum, width) => sum + gap + width, 0);
}

/** Of equals the one first that is larger, then the order of names: the same figures always give the same table. */
function worthARow(pools: readonly Pool[]): Pool[] {
  const byName = (a: Pool, b: Pool): number => (a.type < b.type ? -1 : Number(a.type > b.type));
  const bySize = (a: Pool, b: Pool): number => inThreads(b).after - inThreads(a).after || byName(a, b);
  const byGrowth = (a: Pool, b: Pool): number => mostGrowth(b) - mostGrowth(a) || bySize(a, b);
  const grown = pools
    .filter((pool) => mostGrowth(pool) > 0)
    .toSorted(byGrowth)
    .slice(0, shown.grown);
  const large = pools
    .filter((pool) => !grown.includes(pool))
    .toSorted((a, b) => allocated(b).after - allocated(a).after || byName(a, b))
    .slice(0, shown.all - grown.length);
  return [...grown, ...large.toSorted(bySize)];
}

function row(pool: Pool): string[] {
  const objects = `${formatCount(pool.in_threads.before)} -> ${formatCount(pool.in_threads.after)}`;
  return [
    harmless(pool.type),
    formatCount(pool.size),
    objects,
    ...figures(inThreads(pool)),
    ...figures(allocated(pool)),
  ];
}

/** Objects of different sizes cannot be added, their bytes can. */
const sums = (label: string, pools: readonly Pool[]): string[] => [
  label,
  '',
  '',
  ...figures(total(pools.map(inThreads))),
  ...figures(total(pools.map(allocated))),
];

interface Bytes {
  after: number;
  growth: number;
}

const figures = ({ after, growth }: Bytes): string[] => [formatBytes(after), signed(growth)];

const inThreads = ({ in_threads: { before, after }, size }: Pool): Bytes => ({
  after: after * size,
  growth: (after - before) * size,
});

const allocated = ({ allocated: { before, after }, size }: Pool): Bytes => ({
  after: after * size,
  growth: (after - before) * size,
});

const mostGrowth = (pool: Pool): number => Math.max(inThreads(pool).growth, allocated(pool).growth);

const total = (all: readonly Bytes[]): Bytes => ({
  after: all.reduce((sum, { after }) => sum + after, 0),
  growth: all.reduce((sum, { growth }) => sum + growth, 0),
});

function signed(value: number): string {
  if (value === 0) return '0';
  return `${value < 0 ? '-' : '+'}${formatBytes(Math.abs(value))}`;
}

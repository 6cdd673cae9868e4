import { roleTitle } from '../../model/names.js';
import type { RouterSeries, RoutersOverTime } from '../../model/router-series.js';
import { dataTable } from '../page/data-table.js';
import type { Figure } from '../page/figure.js';
import { routerFigures } from '../run/routers.js';
import { inOrder, type Content, type RunParts } from './run-content.js';
import { inDigits, linesOf, timeFigure, type Line } from './time-figure.js';

type Values = readonly (number | null)[];

/** What the routers told of themselves while the run went on; nothing where none was asked. */
export function routers(parts: RunParts): Content {
  const overTime = parts.summary.routers_over_time;
  if (overTime === null) return [];
  return [
    dataTable({
      name: 'Routers',
      columns: [
        { title: 'router', align: 'left' },
        ...routerFigures.map(({ header, about }) => ({ title: header, about, align: 'right' as const })),
      ],
      rows: inOrder(Object.keys(overTime.routers)).map((role) => ({
        cells: [roleTitle(role), ...routerFigures.map(({ of }) => of(overTime.routers[role]!, overTime.time))],
      })),
    }),
    ...figuresOf(parts, overTime).filter((figure) => figure !== null),
  ];
}

/** One thing of every router over time. */
interface Drawn extends Pick<Figure, 'id' | 'title' | 'about'> {
  of: (router: RouterSeries) => Values;
  /** Bytes, or a plain number. */
  unit: 'bytes' | 'count';
  /** Whether it is only drawn when there ever was one. */
  isTrouble: boolean;
}

const drawn: readonly Drawn[] = [
  {
    id: 'router-memory',
    title: 'Resident memory, as the routers tell it',
    about: 'Looked at each second over management, in the warm-up too.',
    of: ({ resident }) => resident,
    unit: 'bytes',
    isTrouble: false,
  },
  {
    id: 'router-pools',
    title: 'Memory pools',
    about: 'Bytes of all objects of the pools that are in the hands of threads: in use, or kept for reuse.',
    of: ({ pool_bytes: bytes }) => bytes.in_threads,
    unit: 'bytes',
    isTrouble: false,
  },
  {
    id: 'router-blocked',
    title: 'Links blocked',
    about: 'Without credit for more than 10 s; a router looks for them every 30 s.',
    of: ({ blocked }) => blocked,
    unit: 'count',
    isTrouble: true,
  },
  {
    id: 'router-stuck',
    title: 'Deliveries stuck',
    about: 'Unsettled for more than 10 s; a router looks for them every 30 s. Streams are not counted.',
    of: ({ stuck }) => stuck,
    unit: 'count',
    isTrouble: true,
  },
  {
    id: 'router-delayed',
    title: 'Deliveries delayed',
    about: 'So far, held for 1 s or longer. Streams are not counted.',
    of: (router) => router.delayed_1_second.map((count, at) => added(count, router.delayed_10_seconds[at] ?? null)),
    unit: 'count',
    isTrouble: true,
  },
];

const added = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? null : one + other;

function figuresOf({ summary, id }: RunParts, { time, routers: byRole }: RoutersOverTime): (Figure | null)[] {
  const all = drawn.map(({ of, unit, isTrouble, ...told }) => {
    const values = Object.fromEntries(Object.entries(byRole).map(([role, router]) => [role, of(router)]));
    const isThere = Object.values(values).some((each) => each.some((value) => (value ?? 0) > 0));
    if (isTrouble && !isThere) return null;
    return timeFigure(summary, {
      ...{ ...told, id: id(told.id), unit, time, lines: linesOf(values, inDigits(6)) },
      y: { title: unit === 'bytes' ? 'bytes' : 'number', quantity: unit, scale: 'linear', from: 0 },
    });
  });
  const pools = inOrder(Object.keys(byRole)).map((role) => poolsFigure({ summary, id }, role, time, byRole[role]!));
  return [...all, ...pools];
}

/** As many as a page has colours; the others are in the data. */
const mostDrawn = 8;

function poolsFigure(
  { summary, id }: Pick<RunParts, 'summary' | 'id'>,
  role: string,
  time: readonly number[],
  { pools }: RouterSeries,
): Figure | null {
  const lines = Object.entries(pools)
    .map(([name, { size, in_threads: objects }]) => ({
      name,
      values: objects.map((count) => (count === null ? null : count * size)),
    }))
    .sort((a, b) => (b.values.at(-1) ?? 0) - (a.values.at(-1) ?? 0))
    .map(({ name, values }, at): Line => ({ name, values, colour: at % mostDrawn }));
  const largest = new Set(lines.slice(0, mostDrawn).map(({ name }) => name));
  const others = lines.length > mostDrawn ? ` The ${mostDrawn} largest of ${lines.length}; all are in the data.` : '';
  return timeFigure(summary, {
    id: id(`pools-${role}`),
    title: `Pools of ${roleTitle(role)}`,
    about: `Bytes in the hands of threads, of the pools that are watched and those that grew most.${others}`,
    y: { title: 'bytes', quantity: 'bytes', scale: 'linear', from: 0 },
    ...{ unit: 'bytes', time, lines, drawnRoles: (name: string) => largest.has(name) },
  });
}

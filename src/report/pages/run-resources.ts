import { roleTitle } from '../../model/names.js';
import type { Resources } from '../../model/summary.js';
import { formatCores } from '../../units/quantity.js';
import { dataTable } from '../page/data-table.js';
import { markup, type Markup } from '../page/markup.js';
import { foldedMarkup } from '../page/parts.js';
import { resourceFigures } from '../run/resources.js';
import { cpusText, isOnOneCpu, throttledPeriods, throttledRoles, throttledTime } from '../run/throttled.js';
import { inOrder, type Content, type RunParts } from './run-content.js';

/** Cores. What used and waited for less is folded away: pools that were not needed. */
const idle = 0.01;

/** What each role used in the window, and which of its threads. */
export function resources({ summary }: RunParts): Content {
  const roles = inOrder(Object.keys(summary.resources));
  if (roles.length === 0) return [];
  const figures = resourceFigures(summary);
  return [
    dataTable({
      name: 'Resources by role',
      columns: [
        { title: 'role', align: 'left' },
        ...figures.map(({ header, about }) => ({ title: header, about, align: 'right' as const })),
      ],
      rows: roles.map((role) => ({
        cells: [roleTitle(role), ...figures.map(({ of }) => of(summary.resources[role]!))],
        strong: role === summary.limited_by,
      })),
    }),
    ...quotas(summary),
    ...threads(summary, roles),
  ];
}

function quotas(summary: RunParts['summary']): Content {
  const held = throttledRoles(summary);
  if (held.length === 0) return [];
  return [
    markup`<h3>CPU quotas</h3>`,
    dataTable({
      name: 'CPU quotas',
      columns: [
        { title: 'role', align: 'left' },
        { title: 'quota', about: 'What the kernel let it use', align: 'right' },
        {
          title: 'throttled',
          about: 'For how long it was not let run as its quota was used up; the kernel sums over CPUs',
          align: 'right',
        },
        { title: 'periods', about: 'In how many periods of 100 ms it had used its quota up', align: 'right' },
      ],
      rows: held.map(([role, throttled]) => ({
        cells: [
          roleTitle(role),
          cpusText(throttled.quota),
          throttledTime(throttled, isOnOneCpu(summary, role)),
          throttledPeriods(throttled),
        ],
        strong: role === summary.limited_by,
      })),
    }),
  ];
}

function threads({ resources: byRole }: RunParts['summary'], roles: readonly string[]): Content {
  const all = roles.flatMap((role) =>
    [...byRole[role]!.threads]
      .sort((one, other) => other.cpu - one.cpu)
      .map((thread) => ({ role, thread, busy: Math.max(thread.cpu, thread.run_delay ?? 0) >= idle })),
  );
  if (all.length === 0) return [];
  const busy = all.filter((one) => one.busy);
  const others = all.filter((one) => !one.busy);
  const title = `${others.length} more threads, which used and waited for less than ${formatCores(idle)} cores each`;
  return [
    markup`<h3>Threads</h3>`,
    ...(busy.length > 0 ? [threadTable(busy)] : []),
    ...(others.length > 0 ? [foldedMarkup(title, threadTable(others))] : []),
  ];
}

interface Row {
  role: string;
  thread: Resources['threads'][number];
}

const threadTable = (rows: readonly Row[]): Markup =>
  dataTable({
    name: 'Threads',
    columns: [
      { title: 'role', align: 'left' },
      { title: 'thread', about: 'Its name in /proc; the busiest of each role comes first', align: 'left' },
      { title: 'CPU', about: 'Cores: 1 is a thread that always runs', align: 'right' },
      { title: 'waited', about: 'Seconds in a second for which it could have run, but had no CPU', align: 'right' },
    ],
    rows: rows.map(({ role, thread: { name, cpu, run_delay: waited } }) => ({
      cells: [roleTitle(role), name, formatCores(cpu), formatCores(waited)],
    })),
  });

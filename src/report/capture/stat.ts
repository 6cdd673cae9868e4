import type { Capture } from '../../model/capture.js';
import { perWork, type Counts, type EventCounts } from '../../model/event-counts.js';
import { roleTitle } from '../../model/names.js';
import type { Summary } from '../../model/summary.js';
import { workOf } from '../../model/work.js';
import { formatCount, formatPercent, formatSignificant, notAvailable } from '../../units/quantity.js';
import { labelled, pageWidth, shorten, textWidth } from '../layout.js';
import { textTable } from '../table.js';
import { alongTheChain } from './role-order.js';

/** A column with a cell for each event and then for each ratio. */
interface Figures {
  header: string;
  cells: string[];
}

const heading = 'EVENTS';
/** Where the text begins beside the word. */
const unavailableIndent = 15;
/** Of the name of an event: users may describe one by all its bits. */
const longestName = 40;

/** What `perf stat` counted: by role, together, and by what the workload counts; and what could not be counted. */
export function statSection({ stat }: Pick<Capture, 'stat'>, results: Summary['results']): string[] {
  if (stat === null) return [];
  const unavailable = stat.unavailable.flatMap(({ events, cause }) =>
    labelled('  unavailable', `${events.join(', ')}: ${cause}`, unavailableIndent),
  );
  if (stat.events.length === 0) return [heading, ...unavailable];
  const names = [...stat.events.map(nameOf), ...stat.ratios.map(({ of, by }) => `${of} / ${by}`)];
  return [...tables(names, columnsOf(perWork(stat, workOf(results)))), ...unavailable];
}

const nameOf = ({ name, unit }: EventCounts['events'][number]): string => (unit === '' ? name : `${name} (${unit})`);

function columnsOf(stat: EventCounts): Figures[] {
  const { events, ratios, together, per } = stat;
  const column = (header: string, counts: Counts, ratio: (one: EventCounts['ratios'][number]) => string): Figures => ({
    header,
    cells: [...events.map(({ name }) => figure(counts[name])), ...ratios.map(ratio)],
  });
  const roles = alongTheChain(Object.keys(stat.roles)).map((role) =>
    column(roleTitle(role), stat.roles[role] ?? {}, ({ of, roles }) => ratioText(of, roles[role])),
  );
  const all = column('together', together, ({ of, together }) => ratioText(of, together));
  const shares = events.map(({ running }) => formatPercent(running, 0));
  return [
    ...roles,
    // The only one is all there is.
    ...(roles.length > 1 ? [all] : []),
    ...(per === null ? [] : [column(`per ${per.unit}`, per.together, () => '')]),
    ...(events.some(({ running }) => running < 1) ? [{ header: 'counted', cells: shares }] : []),
  ];
}

function figure(value: number | undefined): string {
  if (value === undefined) return notAvailable;
  return value >= 100 || Number.isInteger(value) ? formatCount(value) : formatSignificant(value);
}

const ratioText = (of: string, value: number | null | undefined): string =>
  of.includes('misses') ? formatPercent(value, 2) : formatSignificant(value);

const width = (texts: readonly string[]): number => Math.max(...texts.map(textWidth));

/** One table, or several below each other where there are more columns than fit a page. */
function tables(names: readonly string[], columns: readonly Figures[]): string[] {
  const labels = names.map((name) => `  ${shorten(name, longestName)}`);
  const pages: Figures[][] = [];
  let left = 0;
  for (const column of columns) {
    const needed = width([column.header, ...column.cells]) + 2;
    if (pages.length === 0 || needed > left) {
      pages.push([]);
      left = pageWidth - width([heading, ...labels]);
    }
    pages.at(-1)?.push(column);
    left -= needed;
  }
  return pages.flatMap((page) =>
    textTable(
      [{ header: heading, align: 'left' }, ...page.map(({ header }) => ({ header, align: 'right' as const }))],
      labels.map((label, at) => [label].concat(page.map(({ cells }) => cells[at] ?? ''))),
    ),
  );
}

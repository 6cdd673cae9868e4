import { roleTitle } from '../../model/names.js';
import type { Series } from '../../model/series.js';
import { dataTable } from '../page/data-table.js';
import { markup } from '../page/markup.js';
import { growthRows } from '../run/growth.js';
import type { Content, RunParts } from './run-content.js';
import { endOf, inDigits, linesOf, timeFigure } from './time-figure.js';

/** What grew by the hour, and the memory over time that tells it; nothing for a short window. */
export function growth(parts: RunParts): Content {
  const { summary } = parts;
  const rows = growthRows(summary);
  if (rows.length === 0) return [];
  const figure = summary.series === null ? null : changes(parts, summary.series);
  return [
    dataTable({
      name: 'Growth per hour',
      columns: [
        { title: 'what', align: 'left' },
        { title: 'per hour', about: 'Theil-Sen slope over the window', align: 'right' },
        { title: '95 % interval', about: 'From means of blocks, widened by what correlation is left', align: 'right' },
        { title: 'verdict', align: 'left' },
      ],
      rows: rows.map(({ label, perHour, interval, verdict }) => ({
        cells: [label, perHour, interval, verdict],
        strong: verdict === 'grew',
      })),
    }),
    markup`<p>Objects of routers are only listed where they surely changed.</p>`,
    ...(figure === null ? [] : [figure]),
  ];
}

/** Of Flimflam too: what it has at the begin of the window is left out, and so all of them fit one scale. */
function changes(parts: RunParts, { time, rss }: Series) {
  const begin = time.findIndex((at) => at >= 0);
  if (begin < 0) return null;
  const end = time.findLastIndex((at) => at <= endOf(parts.summary)) + 1;
  const changed = Object.fromEntries(
    Object.entries(rss).map(([role, values]) => {
      const first = values[begin] ?? null;
      return [role, values.slice(begin, end).map((value) => (value === null || first === null ? null : value - first))];
    }),
  );
  return timeFigure(parts.summary, {
    id: parts.id('memory-change'),
    title: 'Change of resident memory by role',
    about: `RSS less that at the begin of the window: ${Object.keys(rss).map(roleTitle).join(', ')}.`,
    y: { title: 'change of RSS', quantity: 'bytes', scale: 'linear' },
    unit: 'bytes',
    time: time.slice(begin, end),
    lines: linesOf(changed, inDigits(5)),
  });
}

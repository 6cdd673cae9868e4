import type { Sweep } from '../model/sweep.js';
import { curveCells, right, type CurveCells } from './curves/sweep-cells.js';
import { hopLegend, hopSentences } from './curves/hop-costs.js';
import { axisTitle, sweepHeadline, sweepLegend, sweepOptions, sweepTroubles } from './curves/sweep-words.js';
import { labelled, pad, textWidth } from './layout.js';
import { machineLines } from './run/settings.js';
import { textTable } from './table.js';

/** As wide as the table of a bench; curves that do not fit side by side stand one below the other. */
const tableWidth = 130;

const gap = '   ';

/** A sweep as text: a row for each value, side by side for each relay; then what went wrong, and how it was set up. */
export function sweepText(sweep: Sweep, { folder }: { folder: string }): string {
  const blocks = [
    ...(sweep.status === 'complete' ? [] : [['INTERRUPTED: what was measured until then']]),
    [sweepHeadline(sweep)],
    ...tables(sweep),
    hopLines(sweep),
    labelled('', sweepLegend(sweep), 0),
    sweepTroubles(sweep).flatMap((trouble) => labelled('TROUBLE', trouble)),
    [
      ...sweep.warnings.flatMap(({ code, message, advice }, at) =>
        labelled(at === 0 ? 'WARNINGS' : '', `${code}: ${message}; ${advice}`),
      ),
      ...labelled('CONFIGURATION', sweepOptions(sweep)),
      ...(sweep.environment === null ? [] : labelled('ENVIRONMENT', machineLines(sweep, sweep.environment).join('\n'))),
      ...labelled('saved', folder),
    ],
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** What each relay adds, where chains of several lengths were measured. */
function hopLines(sweep: Sweep): string[] {
  const sentences = hopSentences(sweep);
  return sentences.length === 0 ? [] : labelled('EACH HOP', [...sentences, `(${hopLegend})`].join('\n'));
}

/** One table with a group of columns for each curve, if it fits; else a table for each. */
function tables(sweep: Sweep): string[][] {
  const groups = sweep.curves.map((curve) => ({ title: curve.spec, group: curveCells(curve, sweep.counted) }));
  const first = right(axisTitle(sweep));
  const axis: CurveCells = { columns: [first], rows: sweep.values.map(({ text }) => [text]) };
  const blocks = [{ title: '', group: axis }, ...groups].map(({ title, group }) => {
    const lines = [title, ...textTable(group.columns, group.rows)];
    const width = Math.max(...lines.map(textWidth));
    return lines.map((line) => pad(line, width));
  });
  const joined = blocks[0]!.map((_, row) =>
    blocks
      .map((lines) => lines[row])
      .join(gap)
      .trimEnd(),
  );
  if (Math.max(...joined.map(textWidth)) <= tableWidth) return [joined];
  return groups.map(({ title, group }) => {
    const rows = sweep.values.map(({ text }, at) => [text].concat(group.rows[at] ?? []));
    return [title].concat(textTable([first].concat(group.columns), rows));
  });
}

import { notAvailable } from '../../units/quantity.js';
import { formatValue } from '../metric-value.js';
import { pad, textWidth } from '../layout.js';
import type { Column } from '../table.js';
import type { Answer } from './answer.js';
import type { Row } from './row.js';
import { changeText, levelText, lowerText, upperText } from './share-text.js';

/** How the verdict is written in the row of the primary metric. */
const words = { better: 'better', worse: 'worse', same: 'same', unsure: 'cannot tell' } as const;

/** The columns; all rows have the same interval, as all are made of the same pairs. */
export function columnsOf({ primary }: Answer): Column[] {
  const interval = primary.level === null ? 'interval' : `${levelText(primary.level)} interval`;
  return [
    { header: '', align: 'left' },
    ...['A', 'B', 'change'].map((header): Column => ({ header, align: 'right' })),
    { header: interval, align: 'left' },
    { header: '', align: 'left' },
  ];
}

/** A row for each metric, its name made by `name`; only the primary one has a word of verdict. */
export function cellsOf(answer: Answer, name: (title: string, primary: boolean) => string): string[][] {
  const { rows, primary, verdict } = answer;
  const ends = rows.flatMap(({ lower, upper }) =>
    lower === null || upper === null ? [] : [lowerText(lower), upperText(upper)],
  );
  const width = Math.max(0, ...ends.map(textWidth));
  return rows.map((row) => [
    name(row.metric.title, row === primary),
    formatValue(row.metric, row.a),
    formatValue(row.metric, row.b),
    row.change === null ? notAvailable : changeText(row.change),
    intervalText(row, width),
    row === primary && verdict !== null ? words[verdict.word] : '',
  ]);
}

/** What to know of the table; nothing where it has no figures. */
export function tableNotes({ pairs, leftOut }: Answer): string[] {
  if (pairs === 0) return [];
  return [
    `A and B are medians of ${pairs} run${pairs === 1 ? '' : 's'} each; the change is that within pairs`,
    ...(leftOut.length === 0
      ? []
      : [`no row for what is not above zero in every run: ${leftOut.map(({ title }) => title).join(', ')}`]),
  ];
}

/** `[ +3.1, +12.9]`, its ends at least as wide as this. */
export function intervalText({ lower, upper }: Pick<Row, 'lower' | 'upper'>, width = 0): string {
  if (lower === null || upper === null) return notAvailable;
  return `[${pad(lowerText(lower), width, 'right')}, ${pad(upperText(upper), width, 'right')}]`;
}

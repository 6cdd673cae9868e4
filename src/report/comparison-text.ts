import type { Comparison } from '../model/comparison.js';
import { answerOf, type Answer } from './comparison/answer.js';
import { evidenceOf, type Fact } from './comparison/evidence.js';
import { settingOf } from './comparison/setting.js';
import { cellsOf, columnsOf } from './comparison/table.js';
import { labelled, pageWidth, wrap } from './layout.js';
import { textTable } from './table.js';

export interface ComparisonTextOptions {
  /** Whether the answer and the headings are made bold by ANSI sequences. */
  colour: boolean;
  /** Folder of comparison.json, as it is shown to the user. */
  folder: string;
}

/** A comparison as text: the answer, the figures, how far to trust them, and what was compared. */
export function comparisonText(comparison: Comparison, { colour, folder }: ComparisonTextOptions): string {
  const answer = answerOf(comparison);
  const sentence = wrap(answer.sentence, pageWidth);
  const blocks = [
    colour ? sentence.map(bold) : sentence,
    tableLines(answer),
    [
      ...factLines(evidenceOf(comparison, answer)),
      ...factLines(settingOf(comparison)),
      ...labelled('saved', folder),
    ].map((line) => (colour ? line.replace(heading, bold) : line)),
  ];
  const full = blocks.filter((lines) => lines.length > 0);
  return `${full.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** The table and what its mark means. */
function tableLines(answer: Answer): string[] {
  const { leftOut, pairs } = answer;
  if (pairs === 0) return [];
  return [
    ...textTable(
      columnsOf(answer),
      cellsOf(answer, (title, primary) => `${primary ? '*' : ' '} ${title}`),
    ),
    '* the metric decided on beforehand; the others are for looking',
    ...wrap(
      `A and B are medians of ${pairs} run${pairs === 1 ? '' : 's'} each; the change is that within pairs`,
      pageWidth,
    ),
    ...(leftOut.length === 0
      ? []
      : wrap(
          `no row for what is not above zero in every run: ${leftOut.map(({ title }) => title).join(', ')}`,
          pageWidth,
        )),
  ];
}

/** Facts as lines, each heading at the left of its text. */
export const factLines = (facts: readonly Fact[]): string[] =>
  facts.flatMap(({ label, lines }) => (lines.length === 0 ? [] : labelled(label, lines.join('\n'))));

const heading = /^[A-Z]+\b/u;

const bold = (text: string): string => `\u001B[1m${text}\u001B[22m`;

import type { Comparison } from '../model/comparison.js';
import { answerOf, type Answer } from './comparison/answer.js';
import { answersOf } from './comparison/answers.js';
import type { Comparisons } from './comparison/as-one.js';
import { evidenceOf, type Fact } from './comparison/evidence.js';
import { explanationLines } from './comparison/explanation.js';
import { sentenceOfAll } from './comparison/sentence-of-all.js';
import { settingOf } from './comparison/setting.js';
import { cellsOf, columnsOf, tableNotes } from './comparison/table.js';
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
  const evidence = factLines(evidenceOf(comparison, answer));
  const why = explanationLines(comparison);
  const setting = [...factLines(settingOf(comparison)), ...labelled('saved', folder)];
  return pageText(
    [
      { sentence: answer.sentence },
      tableLines(answer),
      ...(why.length === 0
        ? [{ facts: [...evidence, ...setting] }]
        : [evidence, why, setting].map((facts) => ({ facts }))),
    ],
    colour,
  );
}

/** Several workloads that are judged together: one sentence for all, then each, then what they share. */
export function comparisonsText(comparisons: Comparisons, { colour, folder }: ComparisonTextOptions): string {
  const answers = answersOf(comparisons);
  return pageText(
    [
      { sentence: sentenceOfAll(comparisons, answers) },
      ...comparisons.flatMap((comparison, at): Block[] => {
        const answer = answers[at]!;
        return [
          { sentence: `${comparison.configuration.workload}: ${answer.sentence}` },
          tableLines(answer),
          { facts: factLines(evidenceOf(comparison, answer)) },
          { facts: explanationLines(comparison) },
        ];
      }),
      { facts: [...factLines(settingOf(...comparisons)), ...labelled('saved', folder)] },
    ],
    colour,
  );
}

/** An answer, facts with their headings, or other lines. */
type Block = { sentence: string } | { facts: string[] } | string[];

function pageText(blocks: readonly Block[], colour: boolean): string {
  const lines = blocks.map((block) => {
    if ('sentence' in block) return wrap(block.sentence, pageWidth).map((line) => (colour ? bold(line) : line));
    if ('facts' in block) return block.facts.map((line) => (colour ? line.replace(heading, bold) : line));
    return block;
  });
  const full = lines.filter((block) => block.length > 0);
  return `${full.map((block) => block.join('\n')).join('\n\n')}\n`;
}

/** The table and what its mark means. */
function tableLines(answer: Answer): string[] {
  if (answer.pairs === 0) return [];
  return [
    ...textTable(
      columnsOf(answer),
      cellsOf(answer, (title, primary) => `${primary ? '*' : ' '} ${title}`),
    ),
    '* the metric decided on beforehand; the others are for looking',
    ...tableNotes(answer).flatMap((note) => wrap(note, pageWidth)),
  ];
}

/** Facts as lines, each heading at the left of its text. */
export const factLines = (facts: readonly Fact[]): string[] =>
  facts.flatMap(({ label, lines }) => (lines.length === 0 ? [] : labelled(label, lines.join('\n'))));

const heading = /^[A-Z]+\b/u;

const bold = (text: string): string => `\u001B[1m${text}\u001B[22m`;

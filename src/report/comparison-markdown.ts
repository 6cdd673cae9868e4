import type { Comparison } from '../model/comparison.js';
import { answerOf, type Answer } from './comparison/answer.js';
import { answersOf } from './comparison/answers.js';
import type { Comparisons } from './comparison/as-one.js';
import { explanationLines } from './comparison/explanation.js';
import { evidenceOf } from './comparison/evidence.js';
import { sentenceOfAll } from './comparison/sentence-of-all.js';
import { commandOf, settingOf } from './comparison/setting.js';
import { cellsOf, columnsOf } from './comparison/table.js';
import { factLines } from './comparison-text.js';
import { harmless } from './layout.js';
import { markdownTable } from './table.js';

/**
 * A comparison as GitHub's markdown, to be pasted into a pull request. What others wrote (paths, reasons, options)
 * stands in code only, where nothing is markup, mentions anybody or links to an issue.
 */
export function comparisonMarkdown(comparison: Comparison): string {
  const answer = answerOf(comparison);
  return pageText([comparison], {
    above: [inBold(answer.sentence, [comparison]), sides(comparison), ...figures(answer)],
    evidence: [...factLines(evidenceOf(comparison, answer)), ...whyOf(comparison)],
  });
}

/** The same of several workloads that are judged together: a sentence for all, then each, then what they share. */
export function comparisonsMarkdown(comparisons: Comparisons): string {
  const answers = answersOf(comparisons);
  const named = comparisons.map((comparison, at) => {
    const { workload } = comparison.configuration;
    return { comparison, answer: answers[at]!, workload };
  });
  return pageText(comparisons, {
    above: [
      inBold(sentenceOfAll(comparisons, answers), comparisons),
      sides(comparisons[0]),
      ...named.flatMap(({ comparison, answer, workload }) => [
        inBold(`${workload}: ${answer.sentence}`, [comparison]),
        ...figures(answer),
      ]),
    ],
    evidence: named.flatMap(({ comparison, answer, workload }) =>
      factLines([{ label: 'WORKLOAD', lines: [workload] }, ...evidenceOf(comparison, answer)]).concat(
        comparison.explanation === null ? [''] : whyOf(comparison),
      ),
    ),
  });
}

/** Why the sides differ, with a blank line above and below; nothing if nobody asked. */
function whyOf(comparison: Comparison): string[] {
  const lines = explanationLines(comparison);
  return lines.length === 0 ? [] : ['', ...lines, ''];
}

function pageText(comparisons: Comparisons, { above, evidence }: { above: string[]; evidence: string[] }): string {
  return `${[
    ...above,
    '<details>\n<summary>How it was measured</summary>',
    codeBlock('text', [...evidence, ...factLines(settingOf(...comparisons))].join('\n')),
    'To repeat it:',
    codeBlock('sh', commandOf(...comparisons)),
    '</details>',
  ].join('\n\n')}\n`;
}

/** Only a reason to stop has the words of others in it. */
const inBold = (text: string, comparisons: readonly Comparison[]): string =>
  comparisons.some(({ status }) => status === 'stopped') ? codeSpan(text) : `**${text}**`;

const sides = ({ a, b }: Comparison): string => `A: ${codeSpan(a.spec)}, B: ${codeSpan(b.spec)}`;

/** The table and what its mark means; nothing without figures. */
function figures(answer: Answer): string[] {
  if (answer.pairs === 0) return [];
  const table = markdownTable(
    columnsOf(answer),
    cellsOf(answer, (title, primary) => (primary ? `**${title}**` : title)),
  );
  return [table.join('\n'), 'In bold the metric decided on beforehand; the others are for looking.'];
}

/** Text as code within a line: between more backticks than it has in a row. */
function codeSpan(text: string): string {
  const line = harmless(text).replaceAll('\n', ' ');
  const fence = '`'.repeat(longestRun(line) + 1);
  // One blank at either end is taken off again, so that a backtick or a blank may be first or last.
  const apart = line === '' || /^[` ]|[` ]$/u.test(line) ? ' ' : '';
  return `${fence}${apart}${line}${apart}${fence}`;
}

function codeBlock(language: string, text: string): string {
  const code = harmless(text);
  const fence = '`'.repeat(Math.max(3, longestRun(code) + 1));
  return `${fence}${language}\n${code}\n${fence}`;
}

const longestRun = (text: string): number => Math.max(0, ...[...text.matchAll(/`+/gu)].map(([ticks]) => ticks.length));

import type { Comparison } from '../model/comparison.js';
import { answerOf } from './comparison/answer.js';
import { evidenceOf } from './comparison/evidence.js';
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
  const { a, b } = comparison;
  const table = markdownTable(
    columnsOf(answer),
    cellsOf(answer, (title, primary) => (primary ? `**${title}**` : title)),
  );
  return `${[
    // Only a reason to stop has the words of others in it.
    comparison.status === 'stopped' ? codeSpan(answer.sentence) : `**${answer.sentence}**`,
    `A: ${codeSpan(a.spec)}, B: ${codeSpan(b.spec)}`,
    ...(answer.pairs === 0
      ? []
      : [table.join('\n'), 'In bold the metric decided on beforehand; the others are for looking.']),
    '<details>\n<summary>How it was measured</summary>',
    codeBlock('text', factLines([...evidenceOf(comparison, answer), ...settingOf(comparison)]).join('\n')),
    'To repeat it:',
    codeBlock('sh', commandOf(comparison)),
    '</details>',
  ].join('\n\n')}\n`;
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

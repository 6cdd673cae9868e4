import { exitCodes } from '../../errors.js';
import type { Comparison } from '../../model/comparison.js';
import type { Answer } from '../../report/comparison/answer.js';
import { print, wantsColour } from '../output.js';
import type { FailOn } from './options.js';

/** How an answer is printed, and which of them ends with an exit code. */
export interface ConcludeOptions {
  json?: true;
  markdown?: true;
  csv?: true;
  failOn?: FailOn;
}

/** Prints a comparison and its answer, and sets the exit code. */
export async function conclude(comparison: Comparison, folder: string, options: ConcludeOptions): Promise<void> {
  const { answerOf } = await import('../../report/comparison/answer.js');
  const answer = answerOf(comparison);
  print(await textOf(comparison, answer, folder, options));
  process.exitCode = exitCodeOf(comparison, answer, options.failOn ?? null);
}

async function textOf(
  comparison: Comparison,
  answer: Answer,
  folder: string,
  options: ConcludeOptions,
): Promise<string> {
  if (options.json === true) {
    const { comparisonJson } = await import('../../report/comparison-json.js');
    return JSON.stringify(comparisonJson(comparison, answer), null, 2);
  }
  if (options.markdown === true) {
    const { comparisonMarkdown } = await import('../../report/comparison-markdown.js');
    return comparisonMarkdown(comparison);
  }
  if (options.csv === true) {
    const { comparisonCsv } = await import('../../report/comparison-csv.js');
    return comparisonCsv(comparison);
  }
  const { comparisonText } = await import('../../report/comparison-text.js');
  return comparisonText(comparison, { colour: wantsColour(), folder });
}

/** No verdict, in a comparison that was to give one, tells as little as `unsure`. */
function exitCodeOf({ status }: Comparison, { verdict, failures, pairs }: Answer, failOn: FailOn | null): number {
  if (status === 'stopped' || failures.a + failures.b > 0 || pairs === 0) return exitCodes.failed;
  const word = verdict?.word ?? 'unsure';
  const unwelcome = failOn !== null && (word === 'worse' || word === failOn);
  return unwelcome ? exitCodes.unwelcome : exitCodes.ok;
}

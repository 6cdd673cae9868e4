import type { FinishedComparison } from '../../app/compare/compare.js';
import { exitCodes } from '../../errors.js';
import type { Comparison } from '../../model/comparison.js';
import type { Answer } from '../../report/comparison/answer.js';
import { print, shortPath, tell, wantsColour } from '../output.js';
import { bisectCode } from './bisect.js';
import { quoteForShell } from '../../units/shell.js';
import type { FailOn } from './options.js';

/** How an answer is printed, and which of them ends with an exit code. */
export interface ConcludeOptions {
  json?: true;
  markdown?: true;
  csv?: true;
  failOn?: FailOn;
  bisect?: true;
}

/** What a command has to say beside the comparison that it made. */
export interface More {
  text: string;
  /** Beside `answer` and `comparison`. */
  json: Record<string, unknown>;
}

/** Prints a comparison and its answer, and sets the exit code. */
export async function conclude(
  comparison: Comparison,
  folder: string,
  options: ConcludeOptions,
  more: More | null = null,
): Promise<void> {
  const { answerOf } = await import('../../report/comparison/answer.js');
  const answer = answerOf(comparison);
  print(withMore(await textOf(comparison, answer, folder, options), more, options));
  process.exitCode =
    options.bisect === true ? bisectCode(comparison, answer) : exitCodeOf(comparison, answer, options.failOn ?? null);
}

/** The same for one that was run just now; throws why it could not be saved, or who interrupted it. */
export async function concludeRun(
  { comparison, folder, unsaved }: FinishedComparison,
  options: ConcludeOptions,
  signal: AbortSignal,
  more: More | null = null,
): Promise<void> {
  await conclude(comparison, shortPath(folder), options, more);
  if (unsaved !== null) throw unsaved;
  if (!signal.aborted) return;
  if (comparison.kind === 'compare' && comparison.status === 'interrupted')
    tell(`to go on: flimflam compare --resume ${quoteForShell(shortPath(folder))}`);
  throw signal.reason;
}

function withMore(printed: string, more: More | null, { json, markdown, csv }: ConcludeOptions): string {
  if (more === null || csv === true) return printed;
  if (json === true) return JSON.stringify({ ...(JSON.parse(printed) as object), ...more.json }, null, 2);
  return `${printed}\n${markdown === true ? `\`\`\`text\n${more.text}\n\`\`\`` : more.text}`;
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
export function exitCodeOf(
  { status }: Comparison,
  { verdict, failures, pairs }: Answer,
  failOn: FailOn | null,
): number {
  if (status === 'stopped' || failures.a + failures.b > 0 || pairs === 0) return exitCodes.failed;
  const word = verdict?.word ?? 'unsure';
  const unwelcome = failOn !== null && (word === 'worse' || word === failOn);
  return unwelcome ? exitCodes.unwelcome : exitCodes.ok;
}

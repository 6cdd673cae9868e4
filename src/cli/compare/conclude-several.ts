import type { FinishedSet } from '../../app/compare/several.js';
import { exitCodes } from '../../errors.js';
import type { Answer } from '../../report/comparison/answer.js';
import type { Comparisons } from '../../report/comparison/as-one.js';
import { quoteForShell } from '../../units/shell.js';
import { print, shortPath, tell, wantsColour } from '../output.js';
import { exitCodeOf, type ConcludeOptions } from './conclude.js';
import type { FailOn } from './options.js';

/** Prints the answers of several workloads that were run just now; throws what kept one from being saved, or who interrupted. */
export async function concludeSeveral(
  { comparisons, folder, unsaved }: FinishedSet,
  options: ConcludeOptions,
  signal: AbortSignal,
): Promise<void> {
  await printSeveral(comparisons, shortPath(folder), options);
  if (unsaved !== null) throw unsaved;
  if (!signal.aborted) return;
  tell(`to go on: flimflam compare --resume ${quoteForShell(shortPath(folder))}`);
  throw signal.reason;
}

/** Prints the answers of several workloads, and sets the exit code. */
export async function printSeveral(comparisons: Comparisons, folder: string, options: ConcludeOptions): Promise<void> {
  const { answersOf } = await import('../../report/comparison/answers.js');
  const answers = answersOf(comparisons);
  print(await textOf(comparisons, answers, folder, options));
  process.exitCode = exitCodeOfAll(comparisons, answers, options.failOn ?? null);
}

async function textOf(
  comparisons: Comparisons,
  answers: readonly Answer[],
  folder: string,
  options: ConcludeOptions,
): Promise<string> {
  if (options.json === true) {
    const { comparisonsJson } = await import('../../report/comparison-json.js');
    return JSON.stringify(comparisonsJson(comparisons, answers), null, 2);
  }
  if (options.markdown === true) {
    const { comparisonsMarkdown } = await import('../../report/comparison-markdown.js');
    return comparisonsMarkdown(comparisons);
  }
  if (options.csv === true) {
    const { comparisonsCsv } = await import('../../report/comparison-csv.js');
    return comparisonsCsv(comparisons);
  }
  const { comparisonsText } = await import('../../report/comparison-text.js');
  return comparisonsText(comparisons, { colour: wantsColour(), folder });
}

/** A workload that failed comes before one that became worse: then the answer is not the whole one. */
function exitCodeOfAll(comparisons: Comparisons, answers: readonly Answer[], failOn: FailOn | null): number {
  const codes = new Set(comparisons.map((comparison, at) => exitCodeOf(comparison, answers[at]!, failOn)));
  return [exitCodes.failed, exitCodes.unwelcome].find((code) => codes.has(code)) ?? exitCodes.ok;
}

import { exitCodes, usageError } from '../../errors.js';
import type { CompareRequest, FinishedComparison } from '../../app/compare/compare.js';
import type { Comparison } from '../../model/comparison.js';
import type { Answer } from '../../report/comparison/answer.js';
import { withCompareOptions, type CompareOptions, type FailOn } from '../compare-options.js';
import { comparisonProgress, startLines } from '../compare-progress.js';
import { eventTeller } from '../events.js';
import { listenForInterrupts } from '../interrupt.js';
import { print, shortPath, tell, wantsColour } from '../output.js';
import { progressLine } from '../progress.js';
import { scenarioFrom } from '../scenario-options.js';

export function compareCommand() {
  return withCompareOptions('compare')
    .description('is B better than A: two builds or two relays, in pairs of runs, with a verdict')
    .argument('<a>', 'a folder with a build, RELAY[:OPTION=VALUE], env:NAME=VALUE; or, alone, a saved comparison')
    .argument('[b]', 'the same for the other side')
    .action(async (a, b, options, command) => {
      if (b === undefined) {
        refuseOptionsOfRuns(command);
        await printSaved(a, options);
      } else await compare(a, b, options);
    });
}

/** What a saved comparison can be printed with. */
const ofPrinting = new Set(['json', 'markdown', 'csv', 'failOn', 'quiet', 'verbose', 'debug']);

function refuseOptionsOfRuns(command: { opts: () => object; getOptionValueSource: (key: never) => unknown }): void {
  const names = Object.keys(command.opts()) as never[];
  const wrong = names.find((name) => command.getOptionValueSource(name) === 'cli' && !ofPrinting.has(name));
  if (wrong === undefined) return;
  throw usageError(
    'one-side',
    `compare wants two builds, and here is one with --${dashed(wrong)}`,
    'flimflam compare A B',
  );
}

const dashed = (key: string): string => key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

async function printSaved(folder: string, options: CompareOptions): Promise<void> {
  const { hasComparison, readComparison } = await import('../../store/comparison-file.js');
  if (!hasComparison(folder)) {
    throw usageError(
      'one-side',
      `compare wants two builds, or the folder of a saved comparison, and ${folder} holds no comparison.json`,
      'flimflam compare A B',
    );
  }
  await conclude(readComparison(folder), shortPath(folder) || '.', options);
}

async function compare(a: string, b: string, options: CompareOptions): Promise<void> {
  const { checkScenario } = await import('../../scenario/scenario.js');
  const { scheduleFor } = await import('../../app/compare/extent.js');
  const { runComparison } = await import('../../app/compare/compare.js');
  const { mode, schedule } = scheduleFor({ pairs: options.pairs ?? null, quick: options.quick === true });
  if (options.failOn !== undefined && schedule.looks.length === 0) {
    throw usageError('no-verdict', '--fail-on wants a verdict', 'give an even number of pairs, at least 8');
  }
  const { scenario, warnings } = checkScenario(scenarioFrom(options));
  using interrupts = listenForInterrupts();
  const sides = await builtSides(a, b, options, interrupts.signal);
  const request: CompareRequest = {
    ...{ ...sides, scenario, warnings, schedule, mode },
    outputDir: options.output,
    margin: options.margin,
    seed: options.seed ?? Math.floor(Math.random() * 2 ** 32),
    metric: options.metric ?? null,
    force: options.force === true,
  };
  const progress = progressLine(options.quiet === true);
  const following = comparisonProgress(progress);
  let finished: FinishedComparison;
  try {
    finished = await runComparison(request, {
      signal: interrupts.signal,
      onProgress: progress.show,
      onEvent: eventTeller(options),
      hold: null,
      onStart: (start) => {
        following.onStart(start);
        if (options.quiet !== true) startLines(start).forEach(tell);
      },
      onRun: following.onRun,
    });
  } finally {
    progress[Symbol.dispose]();
  }
  await conclude(finished.comparison, shortPath(finished.folder), options);
  if (finished.unsaved !== null) throw finished.unsaved;
  if (interrupts.signal.aborted) throw interrupts.signal.reason;
}

/** The sides as they are compared: revisions are built first, each at most once. */
async function builtSides(a: string, b: string, { repo, build }: CompareOptions, signal: AbortSignal) {
  if (repo === undefined && build === undefined) return { a, b };
  if (repo === undefined || build === undefined) {
    throw usageError('half-a-build', '--repo and --build belong together', "--repo DIR --build 'COMMAND'");
  }
  const { buildRevision, buildCache } = await import('../../app/sides/build-revision.js');
  const made = async (revision: string): Promise<string> => {
    const request = { repo, revision, command: build, cacheFolder: buildCache(process.env) };
    return (await buildRevision(request, { signal, say: tell })).folder;
  };
  return { a: await made(a), b: await made(b) };
}

async function conclude(comparison: Comparison, folder: string, options: CompareOptions): Promise<void> {
  const { answerOf } = await import('../../report/comparison/answer.js');
  const answer = answerOf(comparison);
  print(await textOf(comparison, answer, folder, options));
  process.exitCode = exitCodeOf(comparison, answer, options.failOn ?? null);
}

async function textOf(
  comparison: Comparison,
  answer: Answer,
  folder: string,
  options: CompareOptions,
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

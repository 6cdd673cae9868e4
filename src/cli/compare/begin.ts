import type { CompareRequest } from '../../app/compare/compare.js';
import { usageError } from '../../errors.js';
import { listenForInterrupts } from '../interrupt.js';
import { shortPath, tell } from '../output.js';
import { scenarioFrom } from '../scenario-options.js';
import { conclude } from './conclude.js';
import { follow } from './follow.js';
import type { CompareOptions } from './options.js';

/** Compares two builds that the user named, and prints what came of it. */
export async function beginComparison(a: string, b: string, options: CompareOptions): Promise<void> {
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
  const finished = await follow(options, interrupts.signal, (hooks) => runComparison(request, hooks));
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

import type { CompareRequest, NamedSides } from '../../app/compare/compare.js';
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
  const names = await builtSides(a, b, options, interrupts.signal);
  const request: CompareRequest = {
    ...{ scenario, warnings, schedule, mode },
    outputDir: options.output,
    margin: options.margin,
    seed: options.seed ?? Math.floor(Math.random() * 2 ** 32),
    metric: options.metric ?? null,
  };
  const finished = await follow(options, interrupts.signal, (hooks) => runComparison(request, names, hooks));
  await conclude(finished.comparison, shortPath(finished.folder), options);
  if (finished.unsaved !== null) throw finished.unsaved;
  if (interrupts.signal.aborted) throw interrupts.signal.reason;
}

/** The sides as they are compared: revisions are built first, each at most once. */
async function builtSides(a: string, b: string, options: CompareOptions, signal: AbortSignal): Promise<NamedSides> {
  const { repo, build } = options;
  const names = { a, b, also: { a: options.alsoA ?? [], b: options.alsoB ?? [] }, force: options.force === true };
  if (repo === undefined && build === undefined) return names;
  if (repo === undefined || build === undefined) {
    throw usageError('half-a-build', '--repo and --build belong together', "--repo DIR --build 'COMMAND'");
  }
  const { buildRevision, buildCache } = await import('../../app/sides/build-revision.js');
  const made = async (revision: string): Promise<string> => {
    const request = { repo, revision, command: build, cacheFolder: buildCache(process.env) };
    return (await buildRevision(request, { signal, say: tell })).folder;
  };
  const madeAll = async (revisions: readonly string[]): Promise<string[]> => {
    const folders: string[] = [];
    for (const revision of revisions) folders.push(await made(revision));
    return folders;
  };
  return {
    ...names,
    a: await made(a),
    b: await made(b),
    also: { a: await madeAll(names.also.a), b: await madeAll(names.also.b) },
  };
}

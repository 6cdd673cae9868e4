import { join, resolve } from 'node:path';
import { usageError, type ExpectedError } from '../../errors.js';
import type { Comparison } from '../../model/comparison.js';
import { comparisonSetSchemaVersion } from '../../model/comparison-set.js';
import type { Comparisons } from '../../report/comparison/as-one.js';
import { readComparison, writeComparison } from '../../store/comparison-file.js';
import { readComparisonSet, writeComparisonSet } from '../../store/comparison-set-file.js';
import { claimFolder, createComparisonFolder, createPartFolder } from '../../store/run-folder.js';
import {
  findSides,
  prepareComparison,
  runPrepared,
  startOf,
  type CompareHooks,
  type CompareRequest,
  type NamedSides,
  type PreparedComparison,
  type Start,
} from './compare.js';
import type { Setup } from './loop.js';
import { resumeComparison } from './resume.js';

/** A comparison that is to be run, in its folder. */
type Open = PreparedComparison & Pick<Setup, 'folder'>;

/** One of several comparisons that are judged together: as it is saved, and, if runs are missing, ready to go on. */
interface Part {
  comparison: Comparison;
  open: Open | null;
}

export interface ComparisonParts {
  /** Absolute path of the folder of comparisons.json. */
  folder: string;
  parts: Part[];
}

export interface FinishedSet {
  comparisons: Comparisons;
  /** Absolute path. */
  folder: string;
  /** Why a comparison.json could not be written, if so. */
  unsaved: ExpectedError | null;
}

export interface SeveralHooks {
  /** Called once everything is decided and nothing is started, with what is still to be run. */
  onBegin: (starts: readonly Start[]) => void;
  /** Of the runs of the comparison at this place among those. */
  of: (at: number) => CompareHooks;
}

/**
 * Decides everything about a comparison over several workloads, and saves it: a folder with one complete comparison for
 * each, without runs, so that what is killed at any moment can go on.
 */
export async function prepareSeveral(requests: readonly CompareRequest[], names: NamedSides): Promise<ComparisonParts> {
  const prepared: PreparedComparison[] = [];
  // All of them first: what is refused is refused before anything is written.
  for (const request of requests) {
    prepared.push(await prepareComparison(request, await findSides(names, request.scenario)));
  }
  const started = new Date();
  const { id, path: folder } = createComparisonFolder(resolve(requests[0]!.outputDir), started);
  const opened = prepared.map((one) => inFolder(one, folder, requests.length));
  writeComparisonSet(folder, {
    schema_version: comparisonSetSchemaVersion,
    id,
    started: started.toISOString(),
    comparisons: opened.map(({ comparison: { configuration } }) => ({
      workload: configuration.workload,
      folder: configuration.workload,
    })),
  });
  return { folder, parts: opened.map((open) => ({ comparison: open.comparison, open })) };
}

function inFolder(prepared: PreparedComparison, home: string, among: number): Open {
  const { id, path } = createPartFolder(home, prepared.comparison.configuration.workload);
  const comparison = { ...prepared.comparison, id, among };
  writeComparison(path, comparison);
  return { ...prepared, comparison, folder: path };
}

/** Gets what was interrupted ready to go on; throws a usage error when nothing is left to do, or what would run differs. */
export async function resumeSeveral(folder: string, asked: { explain: boolean }): Promise<ComparisonParts> {
  const home = resolve(folder);
  const parts: Part[] = [];
  for (const { folder: name } of readComparisonSet(home).comparisons) {
    const comparison = readComparison(join(home, name));
    const open = comparison.status === 'interrupted' ? await resumeComparison(join(home, name), asked) : null;
    parts.push({ comparison: open?.comparison ?? comparison, open });
  }
  if (parts.every(({ open }) => open === null)) {
    throw usageError(
      'cannot-resume',
      `${folder} cannot be continued: all of its workloads have come to their end`,
      `flimflam compare ${folder} prints it`,
    );
  }
  return { folder: claimFolder(home), parts };
}

/** Runs what is missing, one comparison after the other; one that is stopped does not keep the others from running. */
export async function runSeveral({ folder, parts }: ComparisonParts, hooks: SeveralHooks): Promise<FinishedSet> {
  const opened = parts.flatMap(({ open }) => open ?? []);
  hooks.onBegin(opened.map(startOf));
  const comparisons: Comparison[] = [];
  let unsaved: ExpectedError | null = null;
  for (const { comparison, open } of parts) {
    const own = open === null ? null : hooks.of(opened.indexOf(open));
    if (open === null || own === null || unsaved !== null || own.signal.aborted) {
      comparisons.push(comparison);
    } else {
      const finished = await runPrepared(open, own);
      comparisons.push(finished.comparison);
      unsaved = finished.unsaved;
    }
  }
  return { comparisons: asComparisons(comparisons), folder, unsaved };
}

/** The comparisons of a folder with comparisons.json, as they are saved. */
export const readComparisons = (folder: string): Comparisons =>
  asComparisons(readComparisonSet(folder).comparisons.map((one) => readComparison(join(folder, one.folder))));

function asComparisons([first, ...others]: readonly Comparison[]): Comparisons {
  if (first === undefined) throw new RangeError('a set of no comparisons');
  return [first, ...others];
}

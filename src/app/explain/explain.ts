import { join } from 'node:path';
import { ExpectedError } from '../../errors.js';
import type { Comparison } from '../../model/comparison.js';
import { scenarioOf } from '../../model/configuration.js';
import type { Explanation } from '../../model/explanation.js';
import { leastCaptures, separationByChance } from '../../stats/separation.js';
import { writeComparison } from '../../store/comparison-file.js';
import { countsOperations } from '../../workloads/index.js';
import type { CapturedRun } from '../capture/capture.js';
import type { CapturedSide } from '../capture/flamegraph-difference.js';
import type { Setup } from '../compare/loop.js';
import { functionAmounts, poolAmounts, resourceAmounts, syscallAmounts, type Amount } from './amounts.js';
import { capturedRuns, nameIn, realMeans, type ExplainHooks, type Look } from './captured-runs.js';
import { changesOf, leastShare, type AmountsBySide } from './changes.js';
import type { ExplainPlan } from './plan.js';

/** Below the folder of the comparison. */
const folderName = 'explain';
const pageName = 'flamegraph-difference.html';

/** A comparison, and why it could not be saved, if so. */
interface Saved {
  comparison: Comparison;
  unsaved: ExpectedError | null;
}

/**
 * Makes captured runs of both sides of a comparison that is over, outside its pairs, and adds to it what they show.
 * Nothing of it changes when it is not complete, or when it is interrupted meanwhile.
 */
export async function explain(
  { sides, folder, warnings }: Pick<Setup, 'sides' | 'folder' | 'warnings'>,
  saved: Saved,
  plan: ExplainPlan,
  hooks: ExplainHooks,
  means = realMeans,
): Promise<Saved> {
  const { comparison } = saved;
  if (comparison.status !== 'complete' || saved.unsaved !== null) return saved;
  const builds = { a: sides.a[0]!, b: sides.b[0]! };
  const home = join(folder, folderName);
  const looks: Look[] = [];
  for (const [at, planned] of plan.looks.entries()) {
    // Another order for each kind, and another than that of the pairs.
    const seed = comparison.seed + 1 + at;
    const count = { before: at * 2 * leastCaptures, runs: plan.runs };
    const look = await capturedRuns(planned, { builds, folder: home, warnings, seed, means }, hooks, count);
    if (look === null) return saved;
    looks.push(look);
  }
  try {
    const page = join(folderName, pageName);
    const profiled = looks.find(isProfiled);
    if (profiled !== undefined) {
      const { a, b } = comparison;
      means.difference(sideOf(`A: ${a.spec}`, profiled.a), sideOf(`B: ${b.spec}`, profiled.b), join(folder, page));
    }
    const explanation = {
      ...explanationOf(looks, plan.leftOut, comparison, home),
      page: profiled === undefined ? null : page,
    };
    const explained = { ...comparison, explanation };
    writeComparison(folder, explained);
    return { comparison: explained, unsaved: null };
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    return { comparison, unsaved: error };
  }
}

function explanationOf(
  looks: readonly Look[],
  leftOut: Explanation['left_out'],
  { configuration }: Comparison,
  home: string,
): Omit<Explanation, 'page'> {
  const good = looks.filter(({ tooFew }) => tooFew === null);
  return {
    unit: countsOperations(scenarioOf(configuration)) ? '1000 operations' : 'GB',
    event: looks.find(isProfiled)?.a[0]?.findings?.profile?.tree.event ?? null,
    captures: looks.map((look) => ({
      kind: look.kind,
      a: look.a.map((run) => nameIn(home, run)),
      b: look.b.map((run) => nameIn(home, run)),
      spoilt: look.spoilt,
    })),
    left_out: [
      ...leftOut,
      ...looks.flatMap(({ kind, tooFew }) => (tooFew === null ? [] : [{ kind, because: tooFew }])),
    ],
    least: leastShare,
    ...changesOf(amountsOf(good)),
    by_chance: separationByChance(leastCaptures, leastCaptures),
  };
}

const isProfiled = ({ kind, tooFew }: Look): boolean => kind === 'flamegraph' && tooFew === null;

const sideOf = (label: string, runs: readonly CapturedRun[]): CapturedSide => ({
  label,
  folders: runs.map(({ folder }) => folder),
});

/** What the runs of each kind have of everything that is compared. */
function amountsOf(looks: readonly Look[]): AmountsBySide[] {
  // The time of threads is taken where the window was disturbed least: skstat asks before and after it.
  const undisturbed = looks.find(({ kind }) => kind === 'skstat') ?? looks.find(({ kind }) => kind === 'flamegraph');
  return looks.map((look) => {
    const of = (run: CapturedRun): Amount[] => [
      ...own(run),
      ...(look === undisturbed ? resourceAmounts(run.summary) : []),
    ];
    return { a: look.a.map(of), b: look.b.map(of) };
  });
}

function own({ summary, findings }: CapturedRun): Amount[] {
  if (summary.capture?.kind === 'syscalls') return syscallAmounts(summary);
  const tree = findings?.profile?.tree;
  return tree === undefined ? poolAmounts(summary) : functionAmounts(summary, tree);
}

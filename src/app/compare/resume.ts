import { usageError } from '../../errors.js';
import type { Comparison, Side, SideName } from '../../model/comparison.js';
import { scenarioOf } from '../../model/configuration.js';
import { metricsOf } from '../../model/metrics.js';
import { scheduleOf } from '../../report/comparison/answer.js';
import { checkScenario } from '../../scenario/scenario.js';
import { readComparison } from '../../store/comparison-file.js';
import { claimFolder, makerOf } from '../../store/run-folder.js';
import { countsOperations } from '../../workloads/index.js';
import { loadSavedDefinitions } from '../definitions/saved.js';
import { tellingVariables } from '../run/environment.js';
import { resolveSides, type ResolvedSide } from '../sides/sides.js';
import { planOf, type PreparedComparison } from './compare.js';

/**
 * Gets an interrupted comparison ready to go on: the same builds, found again, in the same order. Throws a usage error
 * when it cannot: it has ended, another Flimflam is at it, or what was measured so far was another build.
 */
export async function resumeComparison(
  folder: string,
  { explain }: { explain: boolean },
): Promise<PreparedComparison & { folder: string }> {
  const comparison = readComparison(folder);
  requireOpen(comparison, folder);
  requireNobody(comparison, folder);
  await loadSavedDefinitions(comparison.configuration, [comparison.a.relay, comparison.b.relay]);
  const { scenario } = checkScenario(scenarioOf(comparison.configuration));
  const builds: Record<SideName, Side[]> = {
    a: [comparison.a, ...comparison.also.a],
    b: [comparison.b, ...comparison.also.b],
  };
  const words = { a: builds.a.map(({ spec }) => spec), b: builds.b.map(({ spec }) => spec) };
  const sides = await resolveSides(words, scenario, process.env, comparison.working_folder ?? undefined);
  for (const name of ['a', 'b'] as const) {
    for (const [at, side] of builds[name].entries()) requireSame(side, sides[name][at]!);
  }
  requireVariables(comparison, sides.a[0]!);
  return {
    comparison,
    sides: { a: sides.a, b: sides.b },
    metrics: metricsOf({ hops: scenario.hops, counted: countsOperations(scenario) }),
    schedule: scheduleOf(comparison),
    explain: explain ? await planOf({ a: sides.a[0]!, b: sides.b[0]! }) : null,
    warnings: [],
    // Last, so that a refusal leaves no mark.
    folder: claimFolder(folder),
  };
}

function requireOpen({ status, kind, stopped_because: because }: Comparison, folder: string): void {
  if (kind === 'calibrate') throw refused(folder, 'a calibration is not continued', 'begin it again');
  if (status === 'complete') throw refused(folder, 'it has come to its end', `flimflam compare ${folder} prints it`);
  if (status === 'stopped')
    throw refused(folder, `it was stopped: ${because ?? 'no reason is known'}`, 'begin it again');
}

/** One that was interrupted in good order says when; of one that was killed the process tells. */
function requireNobody({ ended }: Comparison, folder: string): void {
  const pid = ended === null ? makerOf(folder) : null;
  if (pid === null) return;
  throw refused(folder, `another flimflam is at it, process ${pid}`, 'wait for its end');
}

const refused = (folder: string, reason: string, remedy: string) =>
  usageError('cannot-resume', `${folder} cannot be continued: ${reason}`, remedy);

/** What was measured before and what is measured now must be the same, or the pairs do not belong together. */
function requireSame(before: Side, { side: now }: ResolvedSide): void {
  // What Flimflam brings to other machines lies in a folder of another name each time; its contents are in the digest.
  const moved = before.hosts.length === 0 && before.program?.path !== now.program?.path;
  if (!moved && before.digest === now.digest) return;
  const what = moved
    ? `it was ${before.program?.path ?? 'nothing'}, and is ${now.program?.path ?? 'nothing'} now`
    : `${now.program?.path ?? before.spec} or a library of it has changed since`;
  throw usageError(
    'build-changed',
    `${before.spec} is not the build that the comparison began with: ${what}`,
    'begin a new comparison, or put the old build back',
  );
}

/** Where programs are found may differ: what was found has been looked at. */
function requireVariables({ environment }: Comparison, { environment: now }: ResolvedSide): void {
  if (environment === null) return;
  const [before, after] = [environment.variables, tellingVariables(now)];
  const name = [...new Set([...Object.keys(before), ...Object.keys(after)])].find(
    (one) => one !== 'PATH' && before[one] !== after[one],
  );
  if (name === undefined) return;
  throw usageError(
    'environment-changed',
    `${name} was ${before[name] ?? 'not set'} when the comparison began, and is ${after[name] ?? 'not set'} now`,
    'set it as it was',
  );
}

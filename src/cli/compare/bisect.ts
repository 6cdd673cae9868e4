import type { NamedSides } from '../../app/compare/compare.js';
import { bisectCodes, exitCodes, ExpectedError } from '../../errors.js';
import type { Comparison } from '../../model/comparison.js';
import type { Scenario } from '../../model/scenario.js';
import type { Answer } from '../../report/comparison/answer.js';
import { isSpoilt } from '../../report/comparison/pairs.js';
import { tell } from '../output.js';

/** Faults that lie in a build, so that the build of another commit may be without them. */
const faultsOfBuild: ReadonlySet<string> = new Set([
  'build-failed',
  'no-relay',
  'not-executable',
  'does-not-load',
  'wrong-library',
]);

/** Codes of ends that are no news of a commit, and that git understands by itself. */
const ownEnds: ReadonlySet<number> = new Set([bisectCodes.skip, exitCodes.interrupted, exitCodes.terminated]);

/** The exit code for `git bisect run` after a comparison. */
export function bisectCode(
  { status, runs }: Pick<Comparison, 'status' | 'runs'>,
  { verdict, failures }: Pick<Answer, 'verdict' | 'failures'>,
): number {
  // A is the same for all commits.
  if (failures.a > 0) return bisectCodes.stop;
  const newest = runs.at(-1);
  const byA = newest === undefined || (newest.side === 'a' && !isSpoilt(newest));
  if (status === 'stopped' && failures.b === 0 && byA) return bisectCodes.stop;
  if (verdict === null || verdict.word === 'unsure') return bisectCodes.skip;
  return verdict.word === 'worse' ? bisectCodes.worse : bisectCodes.notWorse;
}

/** The exit code for `git bisect run` when something else than a comparison was the end; `code` is the usual one. */
export const bisectCodeOfError = (code: number): number => (ownEnds.has(code) ? code : bisectCodes.stop);

/** Does what only B can fail in: a fault of its build leaves the commit out, any other ends the bisection. */
export async function skippingFaults<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ExpectedError) || !faultsOfBuild.has(error.code)) throw error;
    throw new ExpectedError(error.code, error.message, error.remedy, bisectCodes.skip, { cause: error });
  }
}

/**
 * Whether a commit has changed nothing that could be measured, which is told. Throws what stands in the way of a
 * comparison; what lies in the build of B leaves the commit out.
 */
export async function isSameBuild(names: NamedSides, scenario: Scenario): Promise<boolean> {
  const { findSides } = await import('../../app/compare/compare.js');
  const { a, b, also } = names;
  // A with itself: what is thrown here is no fault of B.
  await findSides({ a, b: a, also: { a: also.a, b: [] }, force: true }, scenario);
  try {
    await skippingFaults(() => findSides(names, scenario));
  } catch (error) {
    const same = error instanceof ExpectedError && error.code === 'same-build';
    // Named twice by mistake, one build would make every commit a good one.
    if (!same || a === b || also.a.length + also.b.length > 0) throw error;
    tell(`${error.message}: B is not worse`);
    return true;
  }
  return false;
}

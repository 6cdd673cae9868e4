import type { CompareRequest, NamedSides } from '../../app/compare/compare.js';
import type { ComparisonParts } from '../../app/compare/several.js';
import { usageError } from '../../errors.js';
import { concludeSeveral } from './conclude-several.js';
import { followSeveral } from './follow-several.js';
import type { CompareOptions } from './options.js';

/** Throws when an option was given that several workloads together have no answer to. */
export function requireOfSeveral({ bisect }: CompareOptions): void {
  if (bisect === true) throw usageError('one-workload', '--bisect takes one workload', 'give one after the other');
}

/** Compares two builds over several workloads, and prints what came of it. */
export async function beginSeveral(
  requests: readonly CompareRequest[],
  names: NamedSides,
  options: CompareOptions,
  signal: AbortSignal,
): Promise<void> {
  const { prepareSeveral } = await import('../../app/compare/several.js');
  await finishSeveral(await prepareSeveral(requests, names), options, signal);
}

/** Runs what is missing of several workloads, and prints what came of all. */
export async function finishSeveral(set: ComparisonParts, options: CompareOptions, signal: AbortSignal): Promise<void> {
  const { runSeveral } = await import('../../app/compare/several.js');
  const finished = await followSeveral(options, signal, (hooks) => runSeveral(set, hooks));
  await concludeSeveral(finished, options, signal);
}

import type { Summary } from '../../model/summary.js';
import { relayNames, workloadNames } from '../../model/names.js';
import type { Scenario } from '../../model/scenario.js';
import { loadDefinitions } from './load.js';

type Configuration = Summary['configuration'];

/**
 * Loads the files that defined what was saved, unless its names are known: then the command line has named other files,
 * or there are none. `relays` are those of the sides of a comparison.
 */
export async function loadSavedDefinitions(
  { relay, workload, deployment }: Configuration,
  relays: readonly string[] = [relay],
): Promise<void> {
  if (workloadNames.includes(workload) && relays.every((name) => relayNames.includes(name))) return;
  await loadDefinitions(
    deployment.definitions.map((name) => ({ kind: 'file', name })),
    '/',
  );
}

/** What is saved of several scenarios, with the definitions of all. */
export function withDefinitionsOf(scenarios: readonly Scenario[], configuration: Configuration): Configuration {
  const definitions = [...new Set(scenarios.flatMap(({ deployment }) => deployment.definitions))];
  return { ...configuration, deployment: { ...configuration.deployment, definitions } };
}

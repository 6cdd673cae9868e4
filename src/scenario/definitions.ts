import type { DefinitionFile } from '../model/definition.js';
import type { Scenario } from '../model/scenario.js';
import { relayOf } from '../relays/index.js';
import { workloadOf } from '../workloads/index.js';

/** The files of the user's own that define what this scenario names, each once. */
export function definitionsOf({ relay, workload }: Pick<Scenario, 'relay' | 'workload'>): DefinitionFile[] {
  const named = [...(relay === 'none' ? [] : [relayOf(relay)]), workloadOf(workload)];
  const files = named.flatMap(({ definedIn }) => definedIn ?? []);
  return [...new Map(files.map((file) => [file.path, file])).values()];
}

/** The scenario with the files that define what it names. */
export function withDefinitions(scenario: Scenario): Scenario {
  const definitions = definitionsOf(scenario).map(({ path }) => path);
  return { ...scenario, deployment: { ...scenario.deployment, definitions } };
}

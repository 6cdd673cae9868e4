import type { HostResult } from '../../model/hosts.js';
import type { Summary } from '../../model/summary.js';

/** What a summary tells of every machine, wherever it stands. */
type MachineFacts = NonNullable<HostResult['environment']>;

/** The machines on which a run was measured, with their names where there were several; null is one of which nothing is known. */
export function measuredMachines({ hosts, environment }: Pick<Summary, 'hosts' | 'environment'>): {
  name: string | null;
  facts: MachineFacts | null;
}[] {
  if (hosts.length === 0) return [{ name: null, facts: environment }];
  return hosts.flatMap(({ name, roles, environment: facts }) => (roles.length === 0 ? [] : [{ name, facts }]));
}

/** One fact of all of them: by itself where they are alike, else with the name of each; null where it is not known of one. */
export function factOfAll(
  run: Pick<Summary, 'hosts' | 'environment'>,
  of: (facts: MachineFacts) => string | number | null,
): string | number | null {
  const found = measuredMachines(run).map(({ name, facts }) => ({ name, value: facts === null ? null : of(facts) }));
  const [first] = found;
  if (first === undefined || found.some(({ value }) => value === null)) return null;
  if (found.every(({ value }) => value === first.value)) return first.value;
  return found.map(({ name, value }) => `${name} ${value}`).join(', ');
}

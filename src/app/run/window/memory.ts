import { sleep } from '../../../host/clock.js';
import { roleKey } from '../../../model/names.js';
import { relaysOf } from '../../../model/plan.js';
import type { Sample } from '../../../model/readings.js';
import type { Summary } from '../../../model/summary.js';
import type { Execution } from '../execution.js';
import type { Stage } from '../stage.js';

/** How long after its end the connections of a client may still take memory in a relay. */
const givenBackMs = 1000;

/** Whether somebody wants to know what a relay needs for each connection, which takes a moment after the load. */
const wanted = ({ plan }: Stage): boolean =>
  plan.scenario.load.active !== null && (relaysOf(plan).length > 0 || plan.attached.length > 0);

/** The relays are up, and nobody has connected. */
export async function lookBeforeConnections(stage: Stage): Promise<void> {
  if (!wanted(stage)) return;
  stage.watchers.refresh();
  stage.seen.memory.before = await stage.watchers.sample();
}

/** Waits until the relays had time to give memory back. */
export async function lookAfterConnections(stage: Stage): Promise<void> {
  if (!wanted(stage)) return;
  await stage.trouble.race(sleep(givenBackMs));
  stage.seen.memory.after = await stage.watchers.sample();
}

/** Resident bytes of each relay, and what each connection had of it at the end of the window; null if not looked for. */
export function memoryPerConnection(
  { memory: { before, after }, samples, marks }: Pick<Execution, 'memory' | 'samples' | 'marks'>,
  connections: number,
): Summary['memory_per_connection'] {
  const connected = marks === null ? undefined : samples.findLast(({ timeNs }) => timeNs <= marks.endNs);
  if (before === null || after === null || connected === undefined) return null;
  const relays = Object.keys(before.roles).filter((role) => role.startsWith('relay'));
  return Object.fromEntries(
    relays.sort().map((role) => {
      const [first, all, last] = [rssOf(before, role), rssOf(connected, role), rssOf(after, role)];
      const each = Math.round((all - first) / connections);
      return [roleKey(role), { before: first, connected: all, after: last, per_connection: each }];
    }),
  );
}

const rssOf = (sample: Sample, role: string): number => sample.roles[role]?.rssBytes ?? 0;

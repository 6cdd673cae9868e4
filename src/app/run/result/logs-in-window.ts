import { join } from 'node:path';
import { readIfThere } from '../../../host/read-if-there.js';
import { relaysOf, type Plan } from '../../../model/plan.js';
import { workloadOf } from '../../../workloads/index.js';
import type { Execution } from '../execution.js';
import { closingNs } from './ledger.js';

/**
 * What each relay logged in the window. Taken between samples, not readings: a client that ends with the window
 * makes relays complain of its end before the last reading is done.
 */
export function logsInWindow(plan: Plan, { samples, marks, cutLogs }: Execution): Record<string, string> {
  if (marks === null) return {};
  const first = samples.findLast(({ timeNs }) => timeNs <= marks.beginNs) ?? samples[0];
  const own = workloadOf(plan.scenario.workload).window.kind === 'own';
  const last = samples.findLast(({ timeNs }) => timeNs <= marks.endNs - (own ? closingNs : 0));
  return Object.fromEntries(
    relaysOf(plan).map(({ role, name }) => {
      const log = Buffer.from(readIfThere(join(plan.folder, `${name}.log`)) ?? '');
      const { bytes: cut, rest } = cutLogs[role] ?? { bytes: 0, rest: '' };
      const [from, to] = [first?.logSizes[role] ?? 0, last?.logSizes[role] ?? cut + log.length];
      const text = log.subarray(Math.max(0, from - cut), Math.max(0, to - cut)).toString();
      return [role, from < cut ? rest + text : text];
    }),
  );
}

import { formatPercent as percent } from '../../../units/quantity.js';
import { thisMachine } from '../../../model/placement.js';
import type { Trust, Warning } from '../../../model/summary.js';
import type { Scenario } from '../../../model/scenario.js';
import type { Workload } from '../../../workloads/workload.js';
import type { Execution } from '../execution.js';

/** The margin within which a run counts as steady, and two builds as the same. */
const steadyMargin = 0.02;

/** What a user should know who reads the figures of this run. */
export function runWarnings(
  execution: Execution,
  { warmup }: Scenario,
  trust: Trust | null,
  { shortConnections }: Pick<Workload, 'shortConnections'>,
): Warning[] {
  const warnings: Warning[] = [];
  const { sharedHosts } = execution;
  if (sharedHosts.length > 0) {
    const where = sharedHosts.map((name) => (name === thisMachine ? 'this machine' : name)).join(', ');
    warnings.push({
      code: 'another-run',
      message: `another Flimflam was at work on ${where}`,
      advice: 'let one run end before the next',
    });
  }
  if (trust === null) return warnings;
  if (trust.steadiness !== null && Math.abs(trust.steadiness) > steadyMargin) {
    const direction = trust.steadiness > 0 ? 'higher' : 'lower';
    warnings.push({
      code: 'unsteady',
      message: `throughput was ${percent(Math.abs(trust.steadiness))} ${direction} in the last third of the window than in the first`,
      advice: `use a longer --warmup (now ${warmup} s) or --duration`,
    });
  }
  if (execution.kernel === null && execution.problem === null && shortConnections !== true) {
    warnings.push({
      code: 'no-kernel-count',
      message: "the kernel's own counters of the client's sockets could not be read",
      advice: 'load the kernel module tcp_diag: sudo modprobe tcp_diag',
    });
  }
  if (trust.throttled !== null && trust.throttled > 0) {
    warnings.push({
      code: 'throttled',
      message: `CPUs were slowed down for heat ${trust.throttled} times in the window`,
      advice: 'let the machine cool down, or fix its frequency',
    });
  }
  if (trust.log.warnings > 0) {
    warnings.push({
      code: 'relay-warnings',
      message: `relays logged ${trust.log.warnings} warnings in the window`,
      advice: 'read the logs in the run folder',
    });
  }
  return warnings;
}

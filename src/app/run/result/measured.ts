import { roleKey } from '../../../model/names.js';
import type { Load } from '../../../model/load.js';
import { areRelaysKnown, relaysOf } from '../../../model/plan.js';
import type { Trust } from '../../../model/summary.js';
import { relayOf } from '../../../relays/index.js';
import type { Workload, WorkloadResult } from '../../../workloads/workload.js';
import { marksIn } from '../window/counters.js';
import type { Evidence } from '../evidence.js';
import { kernelOverheadOf } from './encrypted-bytes.js';
import { countsOverTime, type Execution, type Marks } from '../execution.js';
import { problemsOf } from './judge.js';
import { throttledByRole } from './quota-use.js';
import { bytesLedger, cpuLedger, steadiness } from './ledger.js';
import { bothLogged, loggedIn, nothingLogged } from './relay-log.js';
import { ratesWithin } from './series.js';
import { limitedBy, resourcesOf, useByRole } from './usage.js';

/** The windows over which the result was counted: at announced marks each end says when it read its counters. */
function windowsOf({ outputs, marks }: Execution, workload: Workload, load: Load): readonly Marks[] {
  if (marks === null) return [];
  if (workload.window.kind === 'own') return [marks];
  return workload.receivers(load).map((end) => {
    const [first, last] = marksIn(outputs[end]);
    return { beginNs: first?.timeNs ?? marks.beginNs, endNs: last?.timeNs ?? marks.endNs };
  });
}

/** What the window cost, and whether it can be trusted; null before its end. */
export function measure(evidence: Evidence, result: WorkloadResult | null) {
  const { plan, workload, execution } = evidence;
  const { begin, end, marks } = execution;
  if (begin === null || end === null || marks === null) return null;
  const elapsed = (end.timeNs - begin.timeNs) * 1e-9;
  // What was used for streams in the background is no cost of the requests.
  const { load } = plan.scenario;
  const work = load.background > 0 ? null : result;
  const uses = useByRole(begin, end);
  const cpu = cpuLedger(begin, end, uses, areRelaysKnown(plan));
  const rates = ratesWithin(countsOverTime(execution), marks.beginNs, marks.endNs);
  const maxRss = (role: string): number | null => {
    const inWindow = execution.samples.filter(({ timeNs }) => timeNs >= marks.beginNs && timeNs <= marks.endNs);
    const sizes = inWindow.flatMap(({ roles }) => roles[role]?.rssBytes ?? []);
    return sizes.length === 0 ? null : Math.max(...sizes);
  };
  const kernelOverhead = kernelOverheadOf(plan, workload);
  const ledger: Omit<Trust, 'ok' | 'problems'> = {
    cpu,
    bytes:
      result === null || workload.shortConnections === true || kernelOverhead === null
        ? null
        : bytesLedger(
            result,
            execution.kernel,
            { ...workload, kernelOverhead },
            plan.scenario.jobs,
            windowsOf(execution, workload, load),
          ),
    window_skew: Math.max(Math.abs(begin.timeNs - marks.beginNs), Math.abs(end.timeNs - marks.endNs)) * 1e-9,
    steadiness: steadiness(rates),
    frequency:
      begin.frequencyHz === null || end.frequencyHz === null
        ? null
        : { begin: begin.frequencyHz, end: end.frequencyHz },
    throttled:
      begin.throttleCount === null || end.throttleCount === null ? null : end.throttleCount - begin.throttleCount,
    log: logOf(evidence),
    libraries: Object.fromEntries(Object.entries(execution.libraries).map(([role, list]) => [roleKey(role), list])),
    builds: evidence.builds,
  };
  const problems = problemsOf(ledger, elapsed);
  const trust: Trust = { ok: problems.length === 0, problems: problems.map(({ message }) => message), ...ledger };
  const cpus = Object.fromEntries(plan.processes.map((process) => [process.role, process.cpus]));
  const quotas = Object.fromEntries(plan.processes.map(({ role, quota }) => [role, quota]));
  const throttled = throttledByRole(begin, end, quotas);
  return {
    trust,
    problems,
    resources: Object.fromEntries(
      rolesInOrder(uses).map((role) => [
        roleKey(role),
        resourcesOf(uses[role]!, elapsed, work, maxRss(role), throttled[role]),
      ]),
    ),
    limitedBy: limitedBy(uses, elapsed, cpus, cpu?.idle ?? null, throttled),
  };
}

function rolesInOrder(uses: Record<string, unknown>): string[] {
  const relayRoles = Object.keys(uses)
    .filter((role) => role.startsWith('relay'))
    .sort();
  return [...relayRoles, ...['client', 'server', 'capture', 'flimflam'].filter((role) => role in uses)];
}

function logOf({ plan, logs, execution }: Evidence): Trust['log'] {
  const relay = plan.scenario.relay;
  if (relay === 'none') return { errors: 0, warnings: 0, lines: [] };
  return relaysOf(plan)
    .map(({ role }) => {
      const last = loggedIn(logs[role] ?? '', role, relayOf(relay).logLevel);
      return bothLogged(execution.cutLogs[role]?.logged ?? nothingLogged(), last);
    })
    .reduce(bothLogged, nothingLogged());
}

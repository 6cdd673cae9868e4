import { roleKey } from '../../../model/names.js';
import type { Load } from '../../../model/load.js';
import { relaysOf } from '../../../model/plan.js';
import type { Trust } from '../../../model/summary.js';
import { relayOf } from '../../../relays/index.js';
import type { Workload, WorkloadResult } from '../../../workloads/workload.js';
import { marksIn } from '../window/counters.js';
import type { Evidence } from '../evidence.js';
import { kernelOverheadOf } from './encrypted-bytes.js';
import { countsOverTime, type Execution, type Marks } from '../execution.js';
import { problemsOf } from './judge.js';
import { slowing } from './hosts.js';
import { bytesLedger, steadiness } from './ledger.js';
import { limitedBy, limitOn } from './limit.js';
import { isOnSeveral, machinesOf, useOf, usesOfRoles, type MachineSeen, type MachineUse } from './machines.js';
import { bothLogged, loggedIn, nothingLogged } from './relay-log.js';
import { ratesWithin } from './series.js';
import { resourcesOf } from './usage.js';

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
  const { marks } = execution;
  if (execution.begin === null || execution.end === null || marks === null) return null;
  // What was used for streams in the background is no cost of the requests.
  const { load } = plan.scenario;
  const work = load.background > 0 ? null : result;
  const all = machinesOf(plan, execution).map((machine) => ({ machine, used: useOf(machine, plan, marks) }));
  // One that only drives the others is no part of what is measured.
  const measured = all.filter(({ machine }) => machine.roles.length > 0);
  const only = isOnSeveral(plan) ? null : all[0]!;
  const roles = usesOfRoles(all.flatMap(({ used }) => used ?? []));
  const rates = ratesWithin(countsOverTime(execution), marks.beginNs, marks.endNs);
  const maxRss = (role: string): number | null => {
    const inWindow = execution.samples.filter(({ timeNs }) => timeNs >= marks.beginNs && timeNs <= marks.endNs);
    const sizes = inWindow.flatMap(({ roles }) => roles[role]?.rssBytes ?? []);
    return sizes.length === 0 ? null : Math.max(...sizes);
  };
  const kernelOverhead = kernelOverheadOf(plan, workload);
  const ledger: Omit<Trust, 'ok' | 'problems'> = {
    cpu: only?.used?.cpu ?? null,
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
    window_skew: Math.max(0, ...measured.map((one) => skewOf(one) ?? 0)),
    steadiness: steadiness(rates),
    ...(only === null ? { frequency: null, throttled: null } : slowing(only.machine)),
    log: logOf(evidence),
    libraries: Object.fromEntries(Object.entries(execution.libraries).map(([role, list]) => [roleKey(role), list])),
    builds: evidence.builds,
  };
  const machines = measured.map((one) => ({
    name: only === null ? one.machine.name : null,
    used: one.used,
    skew: skewOf(one),
  }));
  const problems = problemsOf(ledger, machines);
  const trust: Trust = { ok: problems.length === 0, problems: problems.map(({ message }) => message), ...ledger };
  const cpus = Object.fromEntries(plan.processes.map((process) => [process.role, process.cpus]));
  return {
    trust,
    problems,
    resources: Object.fromEntries(
      rolesInOrder(roles).map((role) => {
        const { use, elapsed, throttled } = roles[role]!;
        return [roleKey(role), resourcesOf(use, elapsed, work, maxRss(role), throttled)];
      }),
    ),
    limitedBy: limitedBy(
      machines.map(({ name: host, used }) => ({
        host,
        limit: used === null ? null : limitOn(used.uses, used.elapsed, cpus, used.cpu?.idle ?? null, used.throttled),
      })),
    ),
  };
}

type Measured = { machine: MachineSeen; used: MachineUse | null };

/** Seconds by which a reading may be off its mark: on another machine its clock may be off too. */
const skewOf = ({ machine, used }: Measured): number | null =>
  used === null ? null : used.skew + machine.clock.uncertaintyNs * 1e-9;

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

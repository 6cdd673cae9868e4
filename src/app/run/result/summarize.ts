import { ExpectedError } from '../../../errors.js';
import { configurationOf } from '../../../model/configuration.js';
import { roleKey } from '../../../model/names.js';
import { isDistributed } from '../../../model/placement.js';
import { hostOfProcess, type Plan } from '../../../model/plan.js';
import { schemaVersion, type Summary } from '../../../model/summary.js';
import type { WorkloadResult } from '../../../workloads/workload.js';
import { definitionsOf } from '../../../scenario/definitions.js';
import { fairnessOf } from '../../../stats/fairness.js';
import { buildWarnings } from './build-warnings.js';
import type { Evidence } from '../evidence.js';
import { bitOf, countedResult } from './counted.js';
import { countsOverTime } from '../execution.js';
import { judge, type Problem } from './judge.js';
import { growthOf } from './growth.js';
import { hostWarnings } from './host-warnings.js';
import { hostResults, listenersOf } from './hosts.js';
import { rateWarnings, streamRateWarnings } from './rate-warning.js';
import { runWarnings } from './run-warnings.js';
import { lostConnections } from './ledger.js';
import { measure } from './measured.js';
import { memoryPerConnection } from '../window/memory.js';
import { linesInLogs, routerWarnings, silenceWarnings } from '../routers/router-warnings.js';
import { routersOverTime } from '../routers/routers-over-time.js';
import { seriesOf } from './series.js';
import { tlsLinks, tlsWordsOf, unverifiedTls } from './tls-links.js';

/** Makes the summary of a run from what was seen of it. Pure. */
export function summarize(evidence: Evidence): Summary {
  const { plan, workload, execution } = evidence;
  const { scenario } = plan;
  const counted = countedResult(evidence);
  const result = counted instanceof ExpectedError ? null : counted;
  const [measured, unread] = attempt(() => measure(evidence, result));
  const problem =
    execution.problem ??
    (counted instanceof ExpectedError ? counted : null) ??
    unread ??
    failureOf(result, measured?.problems ?? []) ??
    lostConnectionsOf(evidence) ??
    unverifiedTls(evidence);
  const { status, reason } = judge(problem, measured?.problems ?? []);
  const rate = result === null ? null : result.bytes * 8;
  const missedRate = [
    ...rateWarnings(result?.openLoop ?? null, result?.latency ?? null),
    ...streamRateWarnings(scenario.load, result),
  ];
  const isRateKept = scenario.load.rate !== null && result !== null && missedRate.length === 0;
  const routers = routersOverTime(execution.routers, execution.marks);

  return {
    schema_version: schemaVersion,
    id: evidence.id,
    started: evidence.startedAt.toISOString(),
    status,
    status_reason: reason,
    configuration: configurationOf(scenario, evidence.outputDir),
    environment: evidence.environment,
    definitions: definitionsOf(scenario),
    plan: planOf(plan),
    results:
      result === null || rate === null
        ? null
        : {
            duration: result.seconds,
            bits: rate,
            bits_per_second: rate / result.seconds,
            bit: bitOf(evidence),
            operations: result.operations,
            operations_per_second: result.operations === null ? null : result.operations / result.seconds,
            operation: workload.operation(scenario.load),
            latency: result.latency,
            open_loop: result.openLoop ?? null,
            connect_latency: result.connect ?? null,
            failures: result.failures ?? null,
            fairness: fairnessOf(result.shares ?? []),
            background: backgroundOf(result, scenario.load.background),
          },
    resources: measured?.resources ?? {},
    memory_per_connection: memoryPerConnection(execution, scenario.jobs + scenario.load.background),
    limited_by: isRateKept ? 'rate' : (measured?.limitedBy ?? null),
    ceilings: null,
    trust: measured?.trust ?? null,
    links: tlsLinks(tlsWordsOf(evidence)),
    series:
      execution.marks === null || execution.samples.length < 2
        ? null
        : seriesOf(execution.samples, countsOverTime(execution), execution.marks.beginNs, execution.stride),
    hosts: hostResults(evidence),
    listeners: listenersOf(plan),
    growth: growthOf(execution, routers),
    routers_over_time: routers,
    capture: null,
    warnings: [
      ...evidence.warnings,
      ...buildWarnings(evidence.builds),
      ...runWarnings(execution, scenario, measured?.trust ?? null, workload),
      ...hostWarnings(plan, execution),
      ...routerWarnings(routers, linesInLogs(evidence)),
      ...(problem === null ? silenceWarnings(execution.routers) : []),
      ...missedRate,
    ],
  };
}

/** What came of it, or the expected error that was met: a relay of the user's own may fail to read its log. */
function attempt<T>(measure: () => T): [T, null] | [null, ExpectedError] {
  try {
    return [measure(), null];
  } catch (error) {
    if (error instanceof ExpectedError) return [null, error];
    throw error;
  }
}

function backgroundOf({ background }: WorkloadResult, streams: number): NonNullable<Summary['results']>['background'] {
  if (background == null) return null;
  const bits = background.bytes * 8;
  return { streams, bits, bits_per_second: bits / background.seconds };
}

export function planOf(plan: Plan): Summary['plan'] {
  return {
    ports: Object.fromEntries(Object.entries(plan.ports).map(([role, ports]) => [roleKey(role), ports])),
    hosts: isDistributed(plan.scenario.deployment.hosts) ? hostsByRole(plan) : {},
    cpus: Object.fromEntries(plan.processes.map(({ role, cpus }) => [roleKey(role), cpus])),
    quotas: Object.fromEntries(
      plan.processes.flatMap(({ role, quota }) => (quota === null ? [] : [[roleKey(role), quota]])),
    ),
    commands: Object.fromEntries(plan.processes.map(({ role, argv }) => [roleKey(role), argv])),
    configs: Object.fromEntries(plan.processes.flatMap(({ files }) => files.map(({ path, text }) => [path, text]))),
    in_force: Object.assign({}, ...plan.processes.map(({ inForce }) => inForce)) as Record<string, string>,
  };
}

const hostsByRole = (plan: Plan): Summary['plan']['hosts'] =>
  Object.fromEntries(
    plan.processes.map((process) => [
      roleKey(process.role),
      { host: process.on, address: hostOfProcess(plan, process).address },
    ]),
  );

/**
 * What went wrong for the workload. Of a machine that stood still over the window nothing is known: its two readings may
 * lie microseconds apart.
 */
function failureOf(result: WorkloadResult | null, problems: readonly Problem[]): ExpectedError | null {
  if (result?.failure == null) return null;
  if (result.bytes === 0 && problems.some(({ code }) => code === 'window-missed')) return null;
  return new ExpectedError('workload-failed', result.failure);
}

function lostConnectionsOf({ plan, workload, execution }: Evidence): ExpectedError | null {
  const { jobs } = plan.scenario;
  const expected = workload.connections(jobs);
  const lost = execution.marks === null ? 0 : lostConnections(execution.counts, execution.marks.endNs, expected);
  return lost === 0 ? null : new ExpectedError('connections-lost', `${lost} of ${expected} connections were lost`);
}

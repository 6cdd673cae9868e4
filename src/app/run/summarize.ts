import { ExpectedError } from '../../errors.js';
import { configurationOf } from '../../model/configuration.js';
import type { Load } from '../../model/load.js';
import { roleKey, roleTitle } from '../../model/names.js';
import { relaysOf, type Plan } from '../../model/plan.js';
import {
  schemaVersion,
  type Build,
  type Environment,
  type Summary,
  type Trust,
  type Warning,
} from '../../model/summary.js';
import { relayOf } from '../../relays/index.js';
import type { Workload, WorkloadResult } from '../../workloads/workload.js';
import { fairnessOf } from '../../stats/fairness.js';
import { buildWarnings } from './build-warnings.js';
import { marksIn } from './counters.js';
import { countsOverTime, type Execution, type Marks } from './execution.js';
import { judge, problemsOf, type Problem } from './judge.js';
import { rateWarnings, streamRateWarnings } from './rate-warning.js';
import { runWarnings } from './run-warnings.js';
import { bytesLedger, cpuLedger, lostConnections, steadiness } from './ledger.js';
import { memoryPerConnection } from './memory.js';
import { ratesWithin, seriesOf } from './series.js';
import { limitedBy, resourcesOf, useByRole } from './usage.js';

/** What a summary is made of. */
export interface Evidence {
  id: string;
  startedAt: Date;
  outputDir: string;
  plan: Plan;
  workload: Workload;
  execution: Execution;
  environment: Environment | null;
  /** Warnings from before the start. */
  warnings: Warning[];
  /** How relay 1 and its libraries were compiled. */
  builds: Build[];
  /** What each relay logged in the window, by role. */
  logs: Record<string, string>;
  /** Reads a file of the run folder; null if it is not there. */
  readFile: (path: string) => string | null;
}

/** Makes the summary of a run from what was seen of it. Pure. */
export function summarize(evidence: Evidence): Summary {
  const { plan, workload, execution } = evidence;
  const { scenario } = plan;
  const counted = countedResult(evidence);
  const result = counted instanceof ExpectedError ? null : counted;
  const measured = measure(evidence, result);
  const problem =
    execution.problem ??
    (counted instanceof ExpectedError ? counted : null) ??
    failureOf(result, measured?.problems ?? []) ??
    lostConnectionsOf(evidence);
  const { status, reason } = judge(problem, measured?.problems ?? []);
  const rate = result === null ? null : result.bytes * 8;

  return {
    schema_version: schemaVersion,
    id: evidence.id,
    started: evidence.startedAt.toISOString(),
    status,
    status_reason: reason,
    configuration: configurationOf(scenario, evidence.outputDir),
    environment: evidence.environment,
    plan: planOf(plan),
    results:
      result === null || rate === null
        ? null
        : {
            duration: result.seconds,
            bits: rate,
            bits_per_second: rate / result.seconds,
            bit: workload.bit(scenario.load),
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
    limited_by: measured?.limitedBy ?? null,
    ceilings: null,
    trust: measured?.trust ?? null,
    series:
      execution.marks === null || execution.samples.length < 2
        ? null
        : seriesOf(execution.samples, countsOverTime(execution), execution.marks.beginNs),
    capture: null,
    warnings: [
      ...evidence.warnings,
      ...buildWarnings(evidence.builds),
      ...runWarnings(execution, scenario, measured?.trust ?? null, workload),
      ...rateWarnings(result?.openLoop ?? null, result?.latency ?? null),
      ...streamRateWarnings(scenario.load, result),
    ],
  };
}

function backgroundOf({ background }: WorkloadResult, streams: number): NonNullable<Summary['results']>['background'] {
  if (background == null) return null;
  const bits = background.bytes * 8;
  return { streams, bits, bits_per_second: bits / background.seconds };
}

export function planOf(plan: Plan): Summary['plan'] {
  return {
    ports: Object.fromEntries(Object.entries(plan.ports).map(([role, ports]) => [roleKey(role), ports])),
    cpus: Object.fromEntries(plan.processes.map(({ role, cpus }) => [roleKey(role), cpus])),
    commands: Object.fromEntries(plan.processes.map(({ role, argv }) => [roleKey(role), argv])),
    configs: Object.fromEntries(plan.processes.flatMap(({ files }) => files.map(({ path, text }) => [path, text]))),
  };
}

/** Null before the window's end; an error when the outputs make no sense. */
function countedResult({ plan, workload, execution, readFile }: Evidence): WorkloadResult | ExpectedError | null {
  if (execution.end === null || execution.problem !== null) return null;
  try {
    const { client, server } = execution.outputs;
    return workload.result({ scenario: plan.scenario, clientOutput: client, serverOutput: server, readFile });
  } catch (error) {
    if (error instanceof ExpectedError) return error;
    throw error;
  }
}

/**
 * What went wrong for the workload. Of a machine that stood still over the window nothing is known: its two readings may
 * lie microseconds apart.
 */
function failureOf(result: WorkloadResult | null, problems: readonly Problem[]): ExpectedError | null {
  if (result?.failure == null) return null;
  if (result.bytes === 0 && problems.some(({ code }) => code === 'window-missed')) return null;
  return new ExpectedError('workload-failed', result.failure);
}

/** The windows over which the result was counted: at announced marks each end says when it read its counters. */
function windowsOf({ outputs, marks }: Execution, workload: Workload, load: Load): readonly Marks[] {
  if (marks === null) return [];
  if (workload.window.kind === 'own') return [marks];
  return workload.receivers(load).map((end) => {
    const [first, last] = marksIn(outputs[end]);
    return { beginNs: first?.timeNs ?? marks.beginNs, endNs: last?.timeNs ?? marks.endNs };
  });
}

function measure(evidence: Evidence, result: WorkloadResult | null) {
  const { plan, workload, execution } = evidence;
  const { begin, end, marks } = execution;
  if (begin === null || end === null || marks === null) return null;
  const elapsed = (end.timeNs - begin.timeNs) * 1e-9;
  // What was used for streams in the background is no cost of the requests.
  const { load } = plan.scenario;
  const work = load.background > 0 ? null : result;
  const uses = useByRole(begin, end);
  const cpu = cpuLedger(begin, end, uses);
  const rates = ratesWithin(countsOverTime(execution), marks.beginNs, marks.endNs);
  const maxRss = (role: string): number | null => {
    const inWindow = execution.samples.filter(({ timeNs }) => timeNs >= marks.beginNs && timeNs <= marks.endNs);
    const sizes = inWindow.flatMap(({ roles }) => roles[role]?.rssBytes ?? []);
    return sizes.length === 0 ? null : Math.max(...sizes);
  };
  const ledger: Omit<Trust, 'ok' | 'problems'> = {
    cpu,
    bytes:
      result === null || workload.shortConnections === true
        ? null
        : bytesLedger(result, execution.kernel, workload, plan.scenario.jobs, windowsOf(execution, workload, load)),
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
  return {
    trust,
    problems,
    resources: Object.fromEntries(
      rolesInOrder(uses).map((role) => [roleKey(role), resourcesOf(uses[role]!, elapsed, work, maxRss(role))]),
    ),
    limitedBy: limitedBy(uses, elapsed, cpus, cpu?.idle ?? null),
  };
}

function lostConnectionsOf({ plan, workload, execution }: Evidence): ExpectedError | null {
  const { jobs } = plan.scenario;
  const expected = workload.connections(jobs);
  const lost = execution.marks === null ? 0 : lostConnections(execution.counts, execution.marks.endNs, expected);
  return lost === 0 ? null : new ExpectedError('connections-lost', `${lost} of ${expected} connections were lost`);
}

function rolesInOrder(uses: Record<string, unknown>): string[] {
  const relayRoles = Object.keys(uses)
    .filter((role) => role.startsWith('relay'))
    .sort();
  return [...relayRoles, ...['client', 'server', 'capture', 'flimflam'].filter((role) => role in uses)];
}

function logOf({ plan, logs }: Evidence): Trust['log'] {
  const relay = plan.scenario.relay;
  if (relay === 'none') return { errors: 0, warnings: 0, lines: [] };
  const found = relaysOf(plan).flatMap(({ role }) =>
    (logs[role] ?? '').split('\n').flatMap((line) => {
      const level = relayOf(relay).logLevel(line);
      return level === null ? [] : [{ level, line: `${roleTitle(role)}: ${line}` }];
    }),
  );
  return {
    errors: found.filter(({ level }) => level === 'error').length,
    warnings: found.filter(({ level }) => level === 'warning').length,
    lines: found.slice(0, 20).map(({ line }) => line),
  };
}

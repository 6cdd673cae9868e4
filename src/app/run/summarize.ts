import { ExpectedError } from '../../errors.js';
import { configurationOf } from '../../model/configuration.js';
import { roleKey } from '../../model/names.js';
import type { Plan } from '../../model/plan.js';
import { schemaVersion, type Summary } from '../../model/summary.js';
import type { WorkloadResult } from '../../workloads/workload.js';
import { fairnessOf } from '../../stats/fairness.js';
import { buildWarnings } from './build-warnings.js';
import type { Evidence } from './evidence.js';
import { countsOverTime } from './execution.js';
import { judge, type Problem } from './judge.js';
import { rateWarnings, streamRateWarnings } from './rate-warning.js';
import { runWarnings } from './run-warnings.js';
import { lostConnections } from './ledger.js';
import { measure } from './measured.js';
import { memoryPerConnection } from './memory.js';
import { seriesOf } from './series.js';

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

function lostConnectionsOf({ plan, workload, execution }: Evidence): ExpectedError | null {
  const { jobs } = plan.scenario;
  const expected = workload.connections(jobs);
  const lost = execution.marks === null ? 0 : lostConnections(execution.counts, execution.marks.endNs, expected);
  return lost === 0 ? null : new ExpectedError('connections-lost', `${lost} of ${expected} connections were lost`);
}

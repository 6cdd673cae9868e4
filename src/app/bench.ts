import { resolve } from 'node:path';
import { ExpectedError } from '../errors.js';
import { writeHosts } from '../model/arguments.js';
import { partHostsOf } from '../model/hosts.js';
import { relayNames, type Protocol, type RelayName, type WorkloadName } from '../model/names.js';
import { isDistributed } from '../model/placement.js';
import type { Scenario } from '../model/scenario.js';
import { schemaVersion, type Bench, type BenchRow, type BenchRun, type Summary } from '../model/summary.js';
import { asOptions, combinationsOf, type Combination } from '../scenario/combinations.js';
import { checkScenario } from '../scenario/scenario.js';
import { randomFrom, shuffled } from '../stats/shuffle.js';
import { figuresOf } from '../report/bench/figures.js';
import { createBenchFolder } from '../store/run-folder.js';
import { writeBench } from '../store/summary-file.js';
import { installedFor } from './bench-programs.js';
import type { Hooks } from './run/execution.js';
import { runScenario } from './run/run.js';

export interface BenchRequest {
  workloads: readonly WorkloadName[];
  relays: readonly RelayName[];
  /** Null: tcp, and for relays without tcp their own. */
  protocols: readonly Protocol[] | null;
  /** Everything else of each scenario. */
  common: Omit<Scenario, 'workload' | 'relay' | 'protocol'>;
  repeat: number;
  seed: number;
  outputDir: string;
}

export interface BenchHooks extends Hooks {
  /** Called before each run; `secondsAfter` is the least time that the runs after it will take. */
  onRun: (place: string, secondsAfter: number) => void;
}

/** Runs every possible combination; one that fails becomes a row that says why. */
export async function runBench(request: BenchRequest, hooks: BenchHooks): Promise<{ bench: Bench; folder: string }> {
  const startedAt = new Date();
  const parent = resolve(request.outputDir);
  const combinations = combinationsOf(request.workloads, request.relays, request.protocols);
  if (combinations.length === 0) {
    throw new ExpectedError(
      'nothing-to-run',
      'no combination of these workloads, relays and protocols is possible',
      `possible: ${combinationsOf(request.workloads, relayNames, null).map(asOptions).join('; ')}`,
      2,
    );
  }
  const { runnable, missing } = await installedFor(combinations, request.common);
  const folder = createBenchFolder(parent, startedAt).path;
  const rows = new Map(
    runnable.map((combination): [string, Row] => [keyOf(combination), { ...combination, programs: null, runs: [] }]),
  );
  const random = randomFrom(request.seed);
  // A single pass keeps the order that the user gave; repeats are shuffled, so that a slow drift hits all alike.
  const order = Array.from({ length: request.repeat }, () =>
    request.repeat > 1 ? shuffled(runnable, random) : runnable,
  ).flat();
  let environment: Bench['environment'] = null;
  let hosts: Bench['hosts'] = [];

  for (const [at, combination] of order.entries()) {
    if (hooks.signal.aborted) break;
    const secondsEach = request.common.warmup + request.common.duration;
    const { workload, relay } = combination;
    hooks.onRun(`${at + 1}/${order.length} ${workload} over ${relay}`, (order.length - at - 1) * secondsEach);
    const { run, summary } = await runOne(combination, request, hooks);
    const row = rows.get(keyOf(combination))!;
    row.runs.push(run);
    if (summary?.environment != null) {
      const { relay: relayProgram, client, server, ...machine } = summary.environment;
      row.programs ??= { relay: relayProgram, client, server };
      environment ??= machine;
      if (hosts.length === 0) hosts = partHostsOf(summary);
    }
  }

  const bench: Bench = {
    schema_version: schemaVersion,
    started: startedAt.toISOString(),
    repeat: request.repeat,
    seed: request.seed,
    configuration: configurationOf(request),
    environment,
    hosts,
    missing,
    rows: withCeilings([...rows.values()]),
  };
  writeBench(folder, bench);
  return { bench, folder };
}

const keyOf = ({ workload, relay, protocol }: Combination): string => `${workload} ${relay} ${protocol}`;

function configurationOf({ workloads, relays, protocols, common }: BenchRequest): Bench['configuration'] {
  return {
    workloads,
    relays,
    protocols,
    jobs: common.jobs,
    warmup: common.warmup,
    duration: common.duration,
    cpu_limit: common.cpuLimit,
    cpus: common.cpus,
    relay_threads: common.relayThreads,
    hops: common.hops,
    relay_options: common.relayOptions,
    ...(isDistributed(common.deployment.hosts) ? { hosts: writeHosts(common.deployment.hosts) } : {}),
  };
}

async function runOne(
  combination: Combination,
  { common, outputDir }: BenchRequest,
  hooks: Hooks,
): Promise<{ run: BenchRun; summary: Summary | null }> {
  try {
    const { scenario, warnings } = checkScenario({ ...common, ...combination });
    const { summary, folder, unsaved } = await runScenario({ scenario, outputDir, warnings }, hooks);
    if (unsaved !== null) throw unsaved;
    return { run: benchRun(summary, folder), summary };
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    return { run: { ...emptyRun, reason: error.message }, summary: null };
  }
}

const emptyRun: BenchRun = {
  folder: null,
  status: 'failed',
  reason: null,
  bits_per_second: null,
  operations_per_second: null,
  latency_p50: null,
  latency_p99: null,
  relay_1_cpu: null,
  relay_1_rss: null,
  relay_2_cpu: null,
  relay_2_rss: null,
  cpu_seconds_per_gb: null,
  cpu_seconds_per_1000_operations: null,
};

function benchRun({ status, status_reason, results, resources }: Summary, folder: string): BenchRun {
  const { relay_1: first, relay_2: second } = resources;
  const chain = Object.entries(resources).filter(([role]) => role.startsWith('relay_'));
  const sum = (key: 'cpu_seconds_per_gb' | 'cpu_seconds_per_1000_operations'): number | null =>
    chain.length === 0 || chain.some(([, one]) => one[key] === null)
      ? null
      : chain.reduce((total, [, one]) => total + (one[key] ?? 0), 0);
  return {
    folder,
    status,
    reason: status_reason?.message ?? null,
    bits_per_second: results?.bits_per_second ?? null,
    operations_per_second: results?.operations_per_second ?? null,
    latency_p50: results?.latency?.p50 ?? null,
    latency_p99: results?.latency?.p99 ?? null,
    relay_1_cpu: first?.average_cpu ?? null,
    relay_1_rss: first?.max_rss ?? null,
    relay_2_cpu: second?.average_cpu ?? null,
    relay_2_rss: second?.max_rss ?? null,
    cpu_seconds_per_gb: sum('cpu_seconds_per_gb'),
    cpu_seconds_per_1000_operations: sum('cpu_seconds_per_1000_operations'),
  };
}

/** Percentages of the ceilings, from this bench alone: the same workload without relays, and over the builtin relay. */
function withCeilings(rows: readonly Row[]): BenchRow[] {
  const rate = (row: Row | undefined): number | null =>
    (row === undefined ? null : figuresOf(row))?.median((run) => run.operations_per_second ?? run.bits_per_second) ??
    null;
  return rows.map((row) => {
    const share = (relay: RelayName): number | null => {
      const ceiling = rate(rows.find((one) => one.workload === row.workload && one.relay === relay));
      const own = rate(row);
      return own === null || ceiling === null || ceiling === 0 ? null : own / ceiling;
    };
    return { ...row, of_none: share('none'), of_builtin: share('builtin') };
  });
}

type Row = Omit<BenchRow, 'of_none' | 'of_builtin'>;

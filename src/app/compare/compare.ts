import { resolve } from 'node:path';
import { usageError, type ExpectedError } from '../../errors.js';
import { comparisonSchemaVersion, type Comparison, type SideName } from '../../model/comparison.js';
import { configurationOf } from '../../model/configuration.js';
import { metricsOf } from '../../model/metrics.js';
import type { Scenario } from '../../model/scenario.js';
import type { Warning } from '../../model/summary.js';
import { pairOrders } from '../../stats/pair-orders.js';
import type { Schedule } from '../../stats/schedule.js';
import { createComparisonFolder } from '../../store/run-folder.js';
import { workloads } from '../../workloads/index.js';
import { dryRun } from '../run/run.js';
import { resolveSides, type ResolvedSide, type ResolvedSides } from '../sides/sides.js';
import { extentOf, primaryOf } from './extent.js';
import { comparePairs, type LoopHooks, type Setup } from './loop.js';
import { warningsOnce } from './record.js';

/** How two builds are compared, whichever they are. */
export interface CompareRequest {
  /** What both run. */
  scenario: Scenario;
  /** Warnings from before. */
  warnings: Warning[];
  /** Parent of the folder of the comparison. */
  outputDir: string;
  schedule: Schedule;
  mode: Comparison['looks'];
  /** The change that matters, as a share. */
  margin: number;
  /** Of the order within the pairs. */
  seed: number;
  /** Name of the metric that is judged; null for the usual one. */
  metric: string | null;
}

/** Which builds, as the user names them. */
export interface NamedSides {
  a: string;
  b: string;
  /** More builds of a side. */
  also: Readonly<Record<SideName, readonly string[]>>;
  /** Compare two sides that are the same. */
  force: boolean;
}

/** What is known before the first run. */
export interface Start {
  comparison: Comparison;
  /** How the sides were found. */
  notes: string[];
  /** The most runs, and seconds, if no pair is repeated. */
  runs: number;
  seconds: number;
  looks: number[];
}

export interface CompareHooks extends LoopHooks {
  /** Called once everything is decided and nothing is started. */
  onStart: (start: Start) => void;
}

export interface FinishedComparison {
  comparison: Comparison;
  /** Absolute path. */
  folder: string;
  /** Why comparison.json could not be written, if so. */
  unsaved: ExpectedError | null;
}

/** A comparison of which everything is decided, and nothing made yet. */
export interface PreparedComparison extends Omit<Setup, 'folder'> {
  schedule: Schedule;
}

/** Compares two builds of a relay, or two relays: decides everything first, then runs the pairs. */
export async function runComparison(
  request: CompareRequest,
  names: NamedSides,
  hooks: CompareHooks,
): Promise<FinishedComparison> {
  const sides = await findSides(names, request.scenario);
  const prepared = await prepareComparison(request, sides);
  const { id, path } = createComparisonFolder(resolve(request.outputDir), new Date(prepared.comparison.started));
  return runPrepared({ ...prepared, comparison: { ...prepared.comparison, id }, folder: path }, hooks);
}

/** Finds the builds that the user named; throws when A and B are the same. */
export async function findSides(names: NamedSides, scenario: Scenario): Promise<ResolvedSides> {
  const { a, b, also } = names;
  const sides = await resolveSides({ a: [a, ...also.a], b: [b, ...also.b] }, scenario, process.env);
  if (sides.same !== null && !names.force) {
    const [one, other] = sides.same;
    const what = one === a && other === b ? 'A and B' : `${one} and ${other}`;
    throw usageError(
      'same-build',
      `${what} are the same: ${describe(sides.a[0]!)}`,
      'with --force they are compared nevertheless',
    );
  }
  return sides;
}

const describe = ({ side }: ResolvedSide): string => side.program?.path ?? side.relay;

/** Decides everything about a comparison; throws what a plan refuses. Its id is that of its folder, given later. */
export async function prepareComparison(
  request: CompareRequest,
  { a, b, differences }: ResolvedSides,
): Promise<PreparedComparison> {
  const { scenario, schedule, seed } = request;
  const parent = resolve(request.outputDir);
  const metrics = metricsOf({
    hops: scenario.hops,
    counted: workloads[scenario.workload].operation(scenario.load) !== null,
  });
  const warnings = (await Promise.all([...a, ...b].map((side) => warningsOf(side, parent)))).flat();
  const primary = primaryOf(metrics, { wanted: request.metric, warnings, hops: scenario.hops });
  const sidesOf = (builds: readonly ResolvedSide[]) => builds.map(({ side }) => side);
  const [first, second] = [sidesOf(a), sidesOf(b)];
  const comparison: Comparison = {
    schema_version: comparisonSchemaVersion,
    id: '',
    kind: 'compare',
    started: new Date().toISOString(),
    ended: null,
    status: 'interrupted',
    stopped_because: null,
    working_folder: process.cwd(),
    configuration: configurationOf({ ...a[0]!.scenario, relayOptions: scenario.relayOptions }, parent),
    environment: null,
    seed,
    pairs: schedule.pairs,
    looks: request.mode,
    margin: request.margin,
    primary: primary.name,
    order: pairOrders(seed, schedule.pairs),
    a: first[0]!,
    b: second[0]!,
    also: { a: first.slice(1), b: second.slice(1) },
    differences,
    mapped: { a: null, b: null },
    builds: { a: [], b: [] },
    among: 1,
    detectable: null,
    runs: [],
    explanation: null,
    warnings: warningsOnce([...request.warnings, ...warnings]),
  };
  return { comparison, sides: { a, b }, metrics, schedule, warnings: request.warnings };
}

/** Runs the pairs of a comparison that has its folder. */
export async function runPrepared(
  prepared: PreparedComparison & Pick<Setup, 'folder'>,
  hooks: CompareHooks,
): Promise<FinishedComparison> {
  const { comparison, sides, schedule, folder } = prepared;
  const builds = [...sides.a, ...sides.b];
  hooks.onStart({
    comparison,
    notes: builds.flatMap(({ notes }) => notes),
    ...extentOf(
      schedule.pairs,
      [sides.a[0]!, sides.b[0]!].map(({ scenario }) => scenario),
    ),
    looks: schedule.looks.map(({ pairs }) => pairs),
  });
  return { ...(await comparePairs(prepared, hooks)), folder };
}

async function warningsOf({ scenario, environment }: ResolvedSide, outputDir: string): Promise<Warning[]> {
  return (await dryRun({ scenario, environment, outputDir, warnings: [] })).warnings;
}

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
import { countsOperations } from '../../workloads/index.js';
import { standing } from '../../report/comparison/pairs.js';
import type { ExplainHooks } from '../explain/captured-runs.js';
import type { Builds, ExplainPlan } from '../explain/plan.js';
import { withDefinitionsOf } from '../definitions/saved.js';
import { dryRun } from '../run/run.js';
import { withDetectable } from '../calibrate/known.js';
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
  /** Make captured runs after the pairs, which say why the sides differ. */
  explain?: boolean;
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
  /** Pairs that are there already, of a comparison that goes on. */
  done: number;
  /** The most runs, and seconds, if no pair is repeated. */
  runs: number;
  seconds: number;
  looks: number[];
  /** Captured runs that come after the pairs. */
  explain?: ExplainPlan | null;
}

export interface CompareHooks extends LoopHooks, ExplainHooks {
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
  explain?: ExplainPlan | null;
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
  const metrics = metricsOf({ hops: scenario.hops, counted: countsOperations(scenario) });
  const warnings = (await Promise.all([...a, ...b].map((side) => warningsOf(side, parent)))).flat();
  const primary = primaryOf(metrics, { wanted: request.metric, warnings, scenario });
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
    configuration: withDefinitionsOf(
      [a[0]!.scenario, b[0]!.scenario],
      configurationOf({ ...a[0]!.scenario, relayOptions: scenario.relayOptions }, parent),
    ),
    environment: null,
    hosts: [],
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
  const explain = request.explain === true ? await planOf({ a: a[0]!, b: b[0]! }) : null;
  return {
    comparison: await withDetectable(comparison, schedule),
    sides: { a, b },
    metrics,
    schedule,
    explain,
    warnings: request.warnings,
  };
}

const sidesOf = (builds: readonly ResolvedSide[]) => builds.map(({ side }) => side);

/** Runs the pairs of a comparison that has its folder. */
export async function runPrepared(
  prepared: PreparedComparison & Pick<Setup, 'folder'>,
  hooks: CompareHooks,
): Promise<FinishedComparison> {
  const { explain: plan = null, folder } = prepared;
  hooks.onStart(startOf(prepared));
  const compared = await comparePairs(prepared, hooks);
  if (plan === null) return { ...compared, folder };
  const { explain } = await import('../explain/explain.js');
  return { ...(await explain(prepared, compared, plan, hooks)), folder };
}

/** The captured runs that are to say why. */
export const planOf = async (builds: Builds): Promise<ExplainPlan> =>
  (await import('../explain/plan.js')).planExplanation(builds);

/** What is known of a comparison before its next run. */
export function startOf({ comparison, sides, schedule, explain: plan = null }: PreparedComparison): Start {
  const done = comparison.order.filter((_, at) => standing(comparison.runs, at + 1).done).length;
  return {
    comparison,
    notes: [...sides.a, ...sides.b].flatMap(({ notes }) => notes),
    done,
    ...extentOf(schedule.pairs - done, chainsOf(sides)),
    looks: schedule.looks.map(({ pairs }) => pairs),
    explain: plan,
  };
}

/** What the length of a pair depends on. */
export const chainsOf = ({ a, b }: Setup['sides']): Scenario[] => [a[0]!, b[0]!].map(({ scenario }) => scenario);

async function warningsOf({ scenario, environment, program }: ResolvedSide, outputDir: string): Promise<Warning[]> {
  return (await dryRun({ scenario, environment, relay: program, outputDir, warnings: [] })).warnings;
}

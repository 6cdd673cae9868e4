import { resolve } from 'node:path';
import { usageError, type ExpectedError } from '../../errors.js';
import { comparisonSchemaVersion, type Comparison } from '../../model/comparison.js';
import { metricsOf } from '../../model/metrics.js';
import type { Scenario } from '../../model/scenario.js';
import type { Warning } from '../../model/summary.js';
import { pairOrders } from '../../stats/pair-orders.js';
import type { Schedule } from '../../stats/schedule.js';
import { createComparisonFolder } from '../../store/run-folder.js';
import { workloads } from '../../workloads/index.js';
import { comparePairs, type LoopHooks } from './loop.js';
import { extentOf, primaryOf } from './extent.js';
import { warningsOnce } from './record.js';
import { dryRun } from '../run/run.js';
import { resolveSides, type ResolvedSide } from '../sides/sides.js';
import { configurationOf } from '../run/summarize.js';

export interface CompareRequest {
  /** The two builds, as the user names them. */
  a: string;
  b: string;
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

/** Compares two builds of a relay, or two relays: decides everything first, then runs the pairs. */
export async function runComparison(request: CompareRequest, hooks: CompareHooks): Promise<FinishedComparison> {
  const { a, b, scenario, schedule, seed } = request;
  const parent = resolve(request.outputDir);
  const resolved = await resolveSides(a, b, scenario, process.env);
  const sides = { a: resolved.a, b: resolved.b };
  if (resolved.identical && !request.force) {
    throw usageError(
      'same-build',
      `A and B are the same: ${describe(resolved.a)}`,
      'with --force they are compared nevertheless',
    );
  }
  const metrics = metricsOf({ hops: scenario.hops, counted: workloads[scenario.workload].operation !== null });
  // What a plan refuses is refused before anything is written.
  const warnings = [...(await warningsOf(sides.a, parent)), ...(await warningsOf(sides.b, parent))];
  const primary = primaryOf(metrics, { wanted: request.metric, warnings, hops: scenario.hops });

  const startedAt = new Date();
  const { id, path: folder } = createComparisonFolder(parent, startedAt);
  const comparison: Comparison = {
    schema_version: comparisonSchemaVersion,
    kind: 'compare',
    working_folder: process.cwd(),
    id,
    started: startedAt.toISOString(),
    ended: null,
    status: 'interrupted',
    stopped_because: null,
    configuration: configurationOf({ ...sides.a.scenario, relayOptions: scenario.relayOptions }, parent),
    environment: null,
    seed,
    pairs: schedule.pairs,
    looks: request.mode,
    margin: request.margin,
    primary: primary.name,
    order: pairOrders(seed, schedule.pairs),
    a: sides.a.side,
    b: sides.b.side,
    also: { a: [], b: [] },
    among: 1,
    detectable: null,
    explanation: null,
    differences: resolved.differences,
    mapped: { a: null, b: null },
    builds: { a: [], b: [] },
    runs: [],
    warnings: warningsOnce([...request.warnings, ...warnings]),
  };
  hooks.onStart({
    comparison,
    notes: [...sides.a.notes, ...sides.b.notes],
    ...extentOf(schedule.pairs, [sides.a.scenario, sides.b.scenario]),
    looks: schedule.looks.map(({ pairs }) => pairs),
  });
  const ended = await comparePairs(
    { comparison, sides: { a: [sides.a], b: [sides.b] }, metrics, folder, warnings: request.warnings },
    hooks,
  );
  return { ...ended, folder };
}

const describe = ({ side }: ResolvedSide): string => side.program?.path ?? side.relay;

async function warningsOf({ scenario, environment }: ResolvedSide, outputDir: string): Promise<Warning[]> {
  return (await dryRun({ scenario, environment, outputDir, warnings: [] })).warnings;
}

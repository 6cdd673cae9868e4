import { basename, join } from 'node:path';
import { ExpectedError } from '../../errors.js';
import type { SideName } from '../../model/comparison.js';
import type { CaptureName } from '../../model/names.js';
import type { Warning } from '../../model/summary.js';
import { workOf } from '../../model/work.js';
import { pairOrders } from '../../stats/pair-orders.js';
import { leastCaptures } from '../../stats/separation.js';
import { captureRun, type CapturedRun } from '../capture/capture.js';
import { writeDifference } from '../capture/flamegraph-difference.js';
import { readClocks, sleptSeconds, type Clocks } from '../compare/clocks.js';
import { foreignLibrary } from '../compare/record.js';
import type { Hooks } from '../run/execution.js';
import type { Builds, PlannedLook } from './plan.js';

/** Where an explanation stands before a captured run. */
export interface ExplainStep {
  kind: CaptureName;
  /** 1 ... `runs`; the same again when it is repeated. */
  run: number;
  runs: number;
  attempt: number;
}

export interface ExplainHooks extends Hooks {
  /** Called before each captured run. */
  onExplain: (step: ExplainStep) => void;
}

/** What an explanation has of the world. */
export interface CaptureMeans {
  run: typeof captureRun;
  difference: typeof writeDifference;
  clocks: () => Clocks;
}

export const realMeans: CaptureMeans = { run: captureRun, difference: writeDifference, clocks: readClocks };

/** The captured runs of one kind. */
export interface Look {
  kind: CaptureName;
  a: CapturedRun[];
  b: CapturedRun[];
  /** Why runs are not counted, and why there are too few, if so. */
  spoilt: string[];
  tooFew: string | null;
}

/** A run that is not good is made again, at most so often. */
const mostRepeats = 2;

/** What all captured runs of a comparison share. */
export interface Surroundings {
  builds: Builds;
  /** Parent of the run folders. */
  folder: string;
  /** Of the scenario, before it is run. */
  warnings: Warning[];
  seed: number;
  means: CaptureMeans;
}

/** How a look ends before it has its runs; thrown from within. */
class End extends Error {
  /** `because` is null when it was interrupted. */
  constructor(readonly because: string | null) {
    super(because ?? 'interrupted');
  }
}

/**
 * Five runs of each side in pairs, their order drawn from the seed. Null when it was interrupted. A place that stays
 * without a good run ends the look: fewer than five tell nothing.
 */
export async function capturedRuns(
  planned: PlannedLook,
  surroundings: Surroundings,
  hooks: ExplainHooks,
  count: { before: number; runs: number },
): Promise<Look | null> {
  const look: Look = { kind: planned.kind, a: [], b: [], spoilt: [], tooFew: null };
  const sides = pairOrders(surroundings.seed, leastCaptures).flatMap((first): SideName[] =>
    first === 'a' ? ['a', 'b'] : ['b', 'a'],
  );
  try {
    for (const [at, side] of sides.entries()) {
      const onAttempt = (attempt: number): void =>
        hooks.onExplain({ kind: look.kind, run: count.before + at + 1, runs: count.runs, attempt });
      look[side].push(await goodRun(planned, side, surroundings, { ...hooks, onAttempt }, look.spoilt));
    }
    return look;
  } catch (error) {
    if (!(error instanceof End)) throw error;
    return error.because === null ? null : { ...look, tooFew: error.because };
  }
}

/** One run that counts, after at most two that do not. */
async function goodRun(
  planned: PlannedLook,
  side: SideName,
  surroundings: Surroundings,
  hooks: Hooks & { onAttempt: (attempt: number) => void },
  spoilt: string[],
): Promise<CapturedRun> {
  const { clocks } = surroundings.means;
  const name = side.toUpperCase();
  for (let attempt = 1; ; attempt++) {
    if (hooks.signal.aborted) throw new End(null);
    hooks.onAttempt(attempt);
    const begin = clocks();
    const run = await oneRun(planned, side, surroundings, hooks);
    const foreign = foreignLibrary(surroundings.builds[side].side, run);
    if (foreign !== null) throw new End(foreign);
    const fault = sleptFor(begin, clocks()) ?? faultOf(run);
    if (fault === null) return run;
    spoilt.push(`${basename(run.folder)} of ${name}: ${fault}`);
    if (attempt > mostRepeats)
      throw new End(`a run of ${name} was not good ${attempt} times, at last because ${fault}`);
  }
}

async function oneRun(
  { kind, prepared }: PlannedLook,
  side: SideName,
  { builds, folder, warnings, means }: Surroundings,
  hooks: Hooks,
): Promise<CapturedRun> {
  const { scenario, environment, program } = builds[side];
  const request = { scenario, environment, relay: program, outputDir: folder, warnings };
  // What perf wrote of every system call of these runs can be gigabytes.
  const keeping = { link: false, data: kind !== 'syscalls' };
  try {
    const run = await means.run(request, prepared[side], hooks, keeping);
    if (!hooks.signal.aborted) return run;
  } catch (error) {
    // Thrown is what no run can be made with, such as a program that is gone.
    if (!(error instanceof ExpectedError)) throw error;
    if (!hooks.signal.aborted) throw new End(error.message);
  }
  throw new End(null);
}

function sleptFor(begin: Clocks, end: Clocks): string | null {
  const seconds = sleptSeconds(begin, end);
  return seconds === null ? null : `the machine slept for about ${Math.round(seconds)} s`;
}

/** Why a run does not count; null if it does. */
function faultOf({ summary, unread, unsaved, findings }: CapturedRun): string | null {
  const { status, status_reason: reason, capture, results } = summary;
  if (status !== 'ok') return reason?.message ?? status;
  const error = unread ?? unsaved;
  if (error !== null) return error.message;
  if (capture === null || workOf(results) === null) return 'nothing was moved';
  if (capture.kind === 'skstat') {
    return capture.routers?.length === capture.targets.length ? null : 'a router did not answer';
  }
  if (findings === null) return 'nothing was captured';
  // Of samples that are lost the others still have their shares; of calls nobody knows which are missing.
  const { lost } = capture.cost;
  return capture.kind === 'syscalls' && lost !== null && lost > 0 ? `perf lost ${lost} events` : null;
}

export const nameIn = (folder: string, run: CapturedRun): string => join(basename(folder), basename(run.folder));

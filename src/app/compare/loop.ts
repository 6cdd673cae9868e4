import { ExpectedError } from '../../errors.js';
import type { Comparison, SideName } from '../../model/comparison.js';
import type { Metric } from '../../model/metrics.js';
import type { Warning } from '../../model/summary.js';
import { answerOf, type Answer } from '../../report/comparison/answer.js';
import { hostAway, isSpoilt, lostHost, spoiltAttempts, standing } from '../../report/comparison/pairs.js';
import { writeComparison } from '../../store/comparison-file.js';
import { otherMachines } from '../placed.js';
import { readClocks, sleptSeconds, type Clocks } from './clocks.js';
import { untilBack } from './lost-hosts.js';
import { comparedRun, foreignLibrary, notMade, reasonToStop, withFacts, type Place } from './record.js';
import type { Hooks } from '../run/execution.js';
import { runScenario, type FinishedRun } from '../run/run.js';
import { buildTurns } from '../../stats/build-turns.js';
import type { ResolvedSide } from '../sides/sides.js';

/** What is decided before the first run. */
export interface Setup {
  /** With the runs of before, if it goes on. */
  comparison: Comparison;
  /** The builds of each side, as a run names them by number. */
  sides: Readonly<Record<SideName, readonly ResolvedSide[]>>;
  metrics: readonly Metric[];
  /** Absolute path of the folder of comparison.json and of the runs. */
  folder: string;
  /** Of the scenario, before it is run. */
  warnings: Warning[];
}

export interface LoopHooks extends Hooks {
  /** Called before each run. */
  onRun: (step: Step) => void;
}

/** Where a comparison stands before a run. */
export interface Step extends Place {
  /** Of the runs so far; null before the first. */
  answer: Answer | null;
  /** The most runs that come after this one, if none is repeated. */
  runsAfter: number;
}

/** What the loop has of the world. */
export interface Means {
  run: typeof runScenario;
  clocks: () => Clocks;
  /** Waits for machines that were lost; resolves with the name of one that stays away. */
  untilBack: typeof untilBack;
}

const realMeans: Means = { run: runScenario, clocks: readClocks, untilBack };

/** How it ended; thrown from within. */
class End extends Error {
  constructor(
    readonly status: 'interrupted' | 'stopped',
    readonly because: string | null,
  ) {
    super(because ?? status);
  }
}

const stop = (because: string): End => new End('stopped', because);

/** A pair that the machine spoils so often is not tried again. */
const mostAttempts = 3;

/** Above 10 % of the pairs there is no verdict; the figures are worth some more. */
const mostRepeats = (pairs: number): number => Math.max(mostAttempts, Math.ceil(pairs / 2));

/**
 * Runs pair after pair until there is a verdict, or all pairs are there, or something ends it before. comparison.json
 * is whole after every run. `unsaved` is why it could not be written, if so; then the newest runs are only here.
 */
export async function comparePairs(
  setup: Setup,
  hooks: LoopHooks,
  means: Means = realMeans,
): Promise<{ comparison: Comparison; unsaved: ExpectedError | null }> {
  const loop = new Loop(setup, hooks, means);
  await loop.run();
  return { comparison: loop.comparison, unsaved: loop.unsaved };
}

class Loop {
  comparison: Comparison;
  unsaved: ExpectedError | null = null;
  #seen: Clocks;
  /** Which build of a side runs in pair 1, 2, ... */
  readonly #turns: Readonly<Record<SideName, readonly number[]>>;
  /** Whether a burn-in pair came before, and the machine has been awake since. */
  #warm = false;

  constructor(
    readonly setup: Setup,
    readonly hooks: LoopHooks,
    readonly means: Means,
  ) {
    // Until it ends by itself it is one that was interrupted, whatever kills it.
    this.comparison = { ...setup.comparison, status: 'interrupted', stopped_because: null, ended: null };
    this.#seen = means.clocks();
    const { seed, order } = setup.comparison;
    const turns = (side: SideName): number[] => buildTurns(seed, order, setup.sides[side].length);
    this.#turns = { a: turns('a'), b: turns('b') };
  }

  async run(): Promise<void> {
    try {
      this.#save();
      await this.#pairs();
      this.#finish({ status: 'complete', stopped_because: null });
    } catch (error) {
      if (!(error instanceof End)) throw error;
      this.#finish({ status: error.status, stopped_because: error.because });
    }
  }

  async #pairs(): Promise<void> {
    for (const [at, first] of this.comparison.order.entries()) {
      if (this.#isDecided()) return;
      if (!standing(this.comparison.runs, at + 1).done) await this.#pair(at + 1, first);
    }
  }

  #isDecided(): boolean {
    if (this.comparison.runs.length === 0) return false;
    const { verdict } = answerOf(this.comparison);
    return verdict !== null && verdict.word !== 'unsure';
  }

  /** One pair; again, in the same order, when the machine spoils it. */
  async #pair(pair: number, first: SideName): Promise<void> {
    const second = first === 'a' ? 'b' : 'a';
    const before = standing(this.comparison.runs, pair).attempts;
    for (let attempt = before + 1; ; attempt++) {
      if (!this.#warm) await this.#burnIn();
      // The rule does not know which side a run is of, so it cannot favour one.
      const spoilt =
        (await this.#one({ pair, attempt, place: 'first', side: first })) ??
        (await this.#one({ pair, attempt, place: 'second', side: second }));
      if (spoilt === null) return;
      const times = standing(this.comparison.runs, pair).spoilt;
      if (times >= mostAttempts) throw stop(`pair ${pair} was spoilt ${times} times, at last because ${spoilt}`);
      const allTimes = spoiltAttempts(this.comparison.runs);
      if (allTimes > mostRepeats(this.comparison.pairs)) {
        throw stop(`pairs were spoilt ${allTimes} times, at last because ${spoilt}`);
      }
    }
  }

  /** Two runs that count for nothing: they fill caches and wake the CPUs. */
  async #burnIn(): Promise<void> {
    this.#warm = true;
    const attempt = standing(this.comparison.runs, 0).attempts + 1;
    await this.#one({ pair: 0, attempt, place: 'first', side: 'a' });
    await this.#one({ pair: 0, attempt, place: 'second', side: 'b' });
  }

  /** Makes one run and keeps it; says what spoilt it, or null. */
  async #one(place: Place): Promise<string | null> {
    const { hooks, setup } = this;
    if (hooks.signal.aborted) throw new End('interrupted', null);
    const answer = this.comparison.runs.length === 0 ? null : answerOf(this.comparison);
    hooks.onRun({ ...place, answer, runsAfter: this.#runsAfter(place) });
    // The burn-in is of the first builds.
    const build = this.#turns[place.side][place.pair - 1] ?? 0;
    const side = setup.sides[place.side][build]!;
    const finished = await this.#made(side);
    const slept = sleptSeconds(this.#seen, (this.#seen = this.means.clocks()));
    if (slept !== null) this.#warm = false;
    const made = finished instanceof ExpectedError ? null : finished;
    const run =
      finished instanceof ExpectedError
        ? notMade(finished, { ...place, build }, setup.metrics)
        : comparedRun(finished, { ...place, build }, setup.metrics, slept);
    const runs = [...this.comparison.runs, run];
    this.comparison =
      made === null ? { ...this.comparison, runs } : withFacts({ ...this.comparison, runs }, place.side, made);
    this.#save();
    if (made?.unsaved) throw stop(made.unsaved.message);
    if (hooks.signal.aborted) throw new End('interrupted', null);
    const reason = (made && foreignLibrary(side.side, made)) ?? reasonToStop(this.comparison);
    if (reason !== null) throw stop(reason);
    if (lostHost(run)) await this.#untilBack(side, run.reason?.message ?? null);
    return isSpoilt(run) ? (run.reason?.message ?? 'no reason is known') : null;
  }

  /** The run; or why there is none, when a machine of it is away. */
  async #made({ scenario, environment, program }: ResolvedSide): Promise<FinishedRun | ExpectedError> {
    const { folder, warnings } = this.setup;
    try {
      const request = { scenario, environment, relay: program, outputDir: folder, warnings };
      return await this.means.run(request, this.hooks);
    } catch (error) {
      // Thrown is what no run can be made with, such as a program that is gone; no outcome of a side.
      if (!(error instanceof ExpectedError)) throw error;
      if (hostAway.has(error.code)) return error;
      throw stop(error.message);
    }
  }

  /** What it lost may have started anew in the meantime, with cold caches. */
  async #untilBack({ scenario, side }: ResolvedSide, lost: string | null): Promise<void> {
    // Copies are in the folder there that does not outlive the connection; without them PATH finds the original.
    if (this.comparison.kind === 'calibrate' && side.hosts.length > 0) {
      throw stop(`the copies are gone with a host${lost === null ? '' : `: ${lost}`}`);
    }
    const missing = await this.means.untilBack(otherMachines(scenario), this.hooks);
    if (this.hooks.signal.aborted) throw new End('interrupted', null);
    if (missing !== null) throw stop(`${missing} did not come back${lost === null ? '' : `: ${lost}`}`);
    this.#warm = false;
  }

  #runsAfter({ pair, place }: Place): number {
    return 2 * (this.comparison.pairs - pair) + (place === 'first' ? 1 : 0);
  }

  #finish(ending: Pick<Comparison, 'status' | 'stopped_because'>): void {
    this.comparison = { ...this.comparison, ...ending, ended: new Date().toISOString() };
    try {
      this.#save();
    } catch (error) {
      if (!(error instanceof End)) throw error;
    }
  }

  /** Runs that cannot be kept are not worth making. */
  #save(): void {
    try {
      writeComparison(this.setup.folder, this.comparison);
    } catch (error) {
      if (!(error instanceof ExpectedError)) throw error;
      this.unsaved = error;
      throw stop(error.message);
    }
  }
}

import { join } from 'node:path';
import { ExpectedError } from '../../errors.js';
import { nowNs, sleep } from '../../host/clock.js';
import { processesByGroup, threadsOf } from '../../host/proc.js';
import { processTrees } from '../../host/process-facts.js';
import { thisMachine } from '../../model/placement.js';
import { hostOfProcess } from '../../model/plan.js';
import type { Instrument, Stage } from '../run/stage.js';
import { captureFolder, pathThere, perfArguments, type PerfLook, type PerfOrder } from './perf-look.js';

/** Names in the run, one for each attempt to open it: stems of logs, and those by which the guardian knows it. */
const attempts = ['perf', 'perf2', 'perf3', 'perf4'] as const;
/** Relays listen before all their workers are there. */
const settleMs = 50;
const settlePatienceMs = 2000;
/** perf reads the kernel's symbols before it is ready: 1 s when the machine is cold. */
const readyMs = 30_000;
/** An answer takes a few milliseconds; on a machine that is short of CPUs, perf waits like everybody else. */
const answerMs = 5_000;
/** perf writes what it still holds, and the build ids of all binaries that it saw. */
const finishMs = 120_000;

/**
 * perf, opened with its events off and switched on and off at the marks. It is a process of the run like all others,
 * so it ends with the run, and what it used is counted.
 */
export class PerfInstrument implements Instrument {
  readonly channels: Instrument['channels'];
  readonly wantsClient: boolean;
  /** What was started; empty before. */
  argv: readonly string[] = [];
  /** When perf said that it was on, and off: CLOCK_MONOTONIC nanoseconds. */
  onNs: number | null = null;
  offNs: number | null = null;
  readonly #order: PerfOrder;
  readonly #look: PerfLook;
  readonly #names: readonly string[];
  /** Absolute path on its host of what perf writes. */
  readonly #file: string;
  #name: string;
  #answers = 0;
  #off: Promise<void> = Promise.resolve();

  /** `at`: which of the looks of the order this is; `folder`: that of the run, here. */
  constructor(order: PerfOrder, look: PerfLook, at: number, folder: string) {
    this.#order = order;
    this.#look = look;
    this.#file = pathThere(order, look, folder);
    this.#names = attempts.map((name) => (at === 0 ? name : `${look.roles[0]}-${name}`));
    this.#name = this.#names[0]!;
    this.channels = new Map(this.#names.map((name) => [name, look.on]));
    this.wantsClient = look.roles.includes('client');
  }

  /**
   * perf knows the threads that were there when it opened its events, and those that are born of them afterwards. One
   * that was born in between would be missing without a word, so it is begun again when there is one.
   */
  async open(stage: Stage): Promise<void> {
    const { on, perf } = this.#look;
    if (on !== thisMachine)
      await perf.host.run(['mkdir', '-p', '-m', '700', captureFolder(this.#look, stage.plan.folder)]);
    let tasks = await settledTasks(stage, this.#look);
    for (const name of this.#names) {
      await this.#start(stage, name, [...tasks.keys()]);
      const now = await tasksOf(stage, this.#look);
      if (isSame(tasks, now)) return;
      stage.hooks.onEvent('threads were born while perf was getting ready; it begins again');
      // A window that begins meanwhile finds nobody ready, and says so.
      this.#answers = 0;
      await this.#stop(stage);
      await perf.host.run(['rm', '-f', this.#file]);
      tasks = now;
    }
    const message = 'threads were born whenever perf was getting ready';
    throw new ExpectedError('perf-late', message, 'capture other parts with --target, or fewer --jobs');
  }

  async #start(stage: Stage, name: string, pids: readonly number[]): Promise<void> {
    const { plan, guardian, watchers, trouble, hooks } = stage;
    const { on } = this.#look;
    this.argv = perfArguments(this.#order, this.#look, this.#file, pids.join(','));
    this.#name = name;
    this.#answers = 0;
    guardian.onLine(name, (line, timeNs) => this.#answered(line, timeNs));
    const { environment, folder: cwd } = hostOfProcess(plan, { on });
    const log = join(cwd, `${name}.log`);
    const pid = await trouble.race(guardian.start({ on, name, argv: this.argv, cpus: null, log, environment, cwd }));
    watchers.watch(on, 'capture', pid);
    const where = on === thisMachine ? '' : ` on ${on}`;
    hooks.onEvent(`started perf${where}, pid ${pid}: ${this.argv.join(' ')}`);
    // It is off already; the answer tells that everything is open.
    await this.#ask(stage, 'disable', readyMs);
  }

  async approach(): Promise<void> {}

  begin(stage: Stage): void {
    if (this.#answers === 0) {
      const message = 'the window began before perf was ready';
      return stage.trouble.report(new ExpectedError('perf-late', message, 'use a longer --warmup'));
    }
    this.#ask(stage, 'enable', answerMs).catch((error: Error) => stage.trouble.report(error));
  }

  end(stage: Stage): Promise<void> {
    this.#off = this.#ask(stage, 'disable', answerMs);
    return this.#off;
  }

  async close(stage: Stage): Promise<void> {
    await this.#off;
    await this.#stop(stage);
  }

  async #stop({ guardian, exits, trouble, hooks }: Stage): Promise<void> {
    const name = this.#name;
    exits.expect(name);
    hooks.onEvent('perf ends');
    guardian.signal(name, 'INT');
    const deadline = Date.now() + finishMs;
    while (guardian.exitOf(name) === null) {
      if (Date.now() > deadline) throw new ExpectedError('perf-late', `perf did not end within ${finishMs / 1000} s`);
      await trouble.race(sleep(5));
    }
    // 130 and the signal are how it ends when it is asked to.
    const { code, signal } = guardian.exitOf(name)!;
    if (code !== 0 && code !== 130 && signal !== 'INT') throw await exits.describe(name);
  }

  /** Third and later answers come only from a perf that is asked more often than here. */
  #answered(line: string, timeNs: number): void {
    if (!line.includes('ack')) return;
    this.#answers += 1;
    if (this.#answers === 2) this.onNs = timeNs;
    if (this.#answers === 3) this.offNs = timeNs;
  }

  async #ask({ guardian, trouble }: Stage, command: 'enable' | 'disable', patienceMs: number): Promise<void> {
    const wanted = this.#answers + 1;
    guardian.write(this.#name, command);
    const deadline = nowNs() + patienceMs * 1e6;
    while (this.#answers < wanted) {
      if (nowNs() > deadline) {
        throw new ExpectedError(
          'perf-late',
          `perf did not answer within ${patienceMs / 1000} s`,
          'see perf.log in the run folder',
        );
      }
      await trouble.race(sleep(2));
    }
  }
}

/** Threads by process. */
type Tasks = ReadonlyMap<number, readonly number[]>;

/** Every process of the roles that are looked at, workers included, with its threads. */
async function tasksOf({ guardian, plan }: Stage, { on, roles, perf }: PerfLook): Promise<Tasks> {
  const attached = plan.attached.filter(({ role }) => roles.includes(role)).map(({ pid }) => pid);
  const leaders = guardian.pidsOn(on).filter(({ name }) => roles.some((role) => role === name));
  return perf.host.look((files) => {
    const groups = processesByGroup(files);
    const others = attached.length === 0 ? [] : [...processTrees(attached).values()].flat();
    const ours = leaders.flatMap(({ pid }) => groups.get(pid) ?? []);
    return new Map([...others, ...ours].map((pid) => [pid, threadsOf(pid, files)]));
  });
}

const isSame = (a: Tasks, b: Tasks): boolean => idsOf(a) === idsOf(b);

const idsOf = (tasks: Tasks): string =>
  [...tasks.values()]
    .flat()
    .sort((a, b) => a - b)
    .join();

/** The threads once no more are being born, or after some patience. */
async function settledTasks(stage: Stage, look: PerfLook): Promise<Tasks> {
  const deadline = Date.now() + settlePatienceMs;
  let tasks = await tasksOf(stage, look);
  for (;;) {
    await stage.trouble.race(sleep(settleMs));
    const now = await tasksOf(stage, look);
    if (isSame(tasks, now) || Date.now() > deadline) return now;
    tasks = now;
  }
}

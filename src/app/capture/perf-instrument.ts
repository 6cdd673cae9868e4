import { rmSync } from 'node:fs';
import { ExpectedError } from '../../errors.js';
import { nowNs, sleep } from '../../host/clock.js';
import { processesByGroup, threadsOf } from '../../host/proc.js';
import { processTrees } from '../../host/process-facts.js';
import type { Role } from '../../model/names.js';
import { logOf, type Instrument, type Stage } from '../run/stage.js';

/** Names in the run, one for each attempt to open it: stems of logs, and those by which the guardian knows it. */
const names = ['perf', 'perf2', 'perf3', 'perf4'] as const;
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
  readonly channels = names;
  readonly wantsClient: boolean;
  /** What was started; empty before. */
  argv: readonly string[] = [];
  /** When perf said that it was on, and off: CLOCK_MONOTONIC nanoseconds. */
  onNs: number | null = null;
  offNs: number | null = null;
  readonly #roles: readonly Role[];
  readonly #file: string;
  readonly #argvFor: (pids: readonly number[]) => readonly string[];
  #name: string = names[0];
  #answers = 0;
  #off: Promise<void> = Promise.resolve();

  /** `file`: what perf writes. */
  constructor(roles: readonly Role[], file: string, argvFor: (pids: readonly number[]) => readonly string[]) {
    this.#roles = roles;
    this.#file = file;
    this.#argvFor = argvFor;
    this.wantsClient = roles.includes('client');
  }

  /**
   * perf knows the threads that were there when it opened its events, and those that are born of them afterwards. One
   * that was born in between would be missing without a word, so it is begun again when there is one.
   */
  async open(stage: Stage): Promise<void> {
    let tasks = await settledTasks(stage, this.#roles);
    for (const name of names) {
      await this.#start(stage, name, [...tasks.keys()]);
      const now = tasksOf(stage, this.#roles);
      if (isSame(tasks, now)) return;
      stage.hooks.onEvent('threads were born while perf was getting ready; it begins again');
      // A window that begins meanwhile finds nobody ready, and says so.
      this.#answers = 0;
      await this.#stop(stage);
      rmSync(this.#file, { force: true });
      tasks = now;
    }
    const message = 'threads were born whenever perf was getting ready';
    throw new ExpectedError('perf-late', message, 'capture other parts with --target, or fewer --jobs');
  }

  async #start(stage: Stage, name: string, pids: readonly number[]): Promise<void> {
    const { plan, guardian, sampler, trouble, hooks } = stage;
    this.argv = this.#argvFor(pids);
    this.#name = name;
    this.#answers = 0;
    guardian.onLine(name, (line, timeNs) => this.#answered(line, timeNs));
    const log = logOf(plan, name);
    const { environment, folder: cwd } = plan;
    const pid = await trouble.race(guardian.start({ name, argv: this.argv, cpus: null, log, environment, cwd }));
    sampler.watch('capture', pid);
    hooks.onEvent(`started perf, pid ${pid}: ${this.argv.join(' ')}`);
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
    if (code !== 0 && code !== 130 && signal !== 'INT') throw exits.describe(name);
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

/** Every process of these roles, workers included, with its threads. */
function tasksOf({ guardian, plan }: Stage, roles: readonly Role[]): Tasks {
  const groups = processesByGroup();
  const attached = plan.attached.filter(({ role }) => roles.includes(role)).map(({ pid }) => pid);
  const others = attached.length === 0 ? [] : [...processTrees(attached).values()].flat();
  const ours = guardian
    .pids()
    .filter(({ name }) => roles.includes(name as Role))
    .flatMap(({ pid }) => groups.get(pid) ?? []);
  return new Map([...others, ...ours].map((pid) => [pid, threadsOf(pid)]));
}

const isSame = (a: Tasks, b: Tasks): boolean => idsOf(a) === idsOf(b);

const idsOf = (tasks: Tasks): string =>
  [...tasks.values()]
    .flat()
    .sort((a, b) => a - b)
    .join();

/** The threads once no more are being born, or after some patience. */
async function settledTasks(stage: Stage, roles: readonly Role[]): Promise<Tasks> {
  const deadline = Date.now() + settlePatienceMs;
  let tasks = tasksOf(stage, roles);
  for (;;) {
    await stage.trouble.race(sleep(settleMs));
    const now = tasksOf(stage, roles);
    if (isSame(tasks, now) || Date.now() > deadline) return now;
    tasks = now;
  }
}

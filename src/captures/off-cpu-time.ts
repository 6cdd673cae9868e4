import type { Profile } from '../model/profile.js';
import { CallTree } from './call-tree.js';
import type { Captured } from './capture.js';
import { ThreadNodes } from './profile-tree.js';
import type { ScriptThread } from './script-header.js';
import type { ScriptSample, ScriptSink } from './script-samples.js';

export const switchEvent = 'sched:sched_switch';

/** In which state a thread was off its CPU; the levels of the tree between threads and stacks. */
const states = {
  /** It waits for something: state S, D, ... of sched_switch. */
  blocked: 'blocked',
  /** It could run (state R), and another one did. */
  preempted: 'preempted',
  /** It was off already when perf was switched on, so nobody saw why. */
  before: '[off since before the window]',
} as const;

type State = keyof typeof states;

interface Thread {
  /** Since when it is off; null while it runs, or has ended. */
  offNs: number | null;
  state: State;
  /** Where it went off, leaf first; empty when that was not seen. */
  stack: number[];
  depth: number;
  /** perf has confirmed by a record of its own that it went off. */
  isOut: boolean;
  /** It went off for good. */
  hasEnded: boolean;
}

/**
 * Sums the time in which threads did not run, by the stack on which they went off: from each sample of sched_switch to
 * the thread's next `SWITCH IN`, as far as it lies between the marks.
 */
export class OffCpuTime implements ScriptSink {
  readonly tree = new CallTree();
  readonly #nodes: ThreadNodes;
  readonly #threads = new Map<number, Thread>();
  /** Names of threads that are off, for those that never come back. */
  readonly #names = new Map<number, ScriptThread>();
  readonly #isScheduler: boolean[] = [];
  readonly #marks: Captured['marks'];
  #firstNs: number | null = null;
  #lastNs = 0;

  constructor({ ownerOf, marks }: Pick<Captured, 'ownerOf' | 'marks'>) {
    this.#nodes = new ThreadNodes(this.tree, ownerOf);
    this.#marks = marks;
  }

  sample({ thread, timeNs, event, trace, stack, depth }: Readonly<ScriptSample>): void {
    if (event !== switchEvent) return;
    const prior = previousState(trace);
    this.#saw(timeNs);
    // It ends here.
    if (/^[XZx]/u.test(prior)) return this.#end(thread.tid);
    const state = prior.startsWith('R') ? 'preempted' : 'blocked';
    const skipped = this.#schedulerFrames(stack, depth);
    const found = this.#leave(thread, timeNs, state, false);
    found.depth = depth - skipped;
    // Copied into the thread's own row, which is as long as it needs to be after a few times.
    for (let at = 0; at < found.depth; at++) found.stack[at] = stack[at + skipped]!;
  }

  record(thread: ScriptThread, timeNs: number, what: string): void {
    if (what.startsWith('SWITCH IN')) this.#enter(thread, timeNs);
    else if (what.startsWith('SWITCH OUT')) this.#confirm(thread, timeNs, what.includes('preempt'));
    else this.#lifeOf(what);
  }

  /** Null when no thread was off between the marks. */
  profile(): Profile | null {
    const endNs = this.#marks?.endNs ?? this.#lastNs;
    for (const [tid, thread] of this.#threads) {
      if (thread.offNs !== null) this.#add(this.#names.get(tid)!, thread, thread.offNs, endNs);
      thread.offNs = null;
    }
    const profile = this.tree.profile(switchEvent, 'ns');
    return profile.samples === 0 ? null : profile;
  }

  #saw(timeNs: number): void {
    this.#firstNs ??= timeNs;
    this.#lastNs = Math.max(this.#lastNs, timeNs);
  }

  /** A thread goes off. When it was off already, its coming back was lost, and with it how long it was away. */
  #leave(thread: ScriptThread, timeNs: number, state: State, isOut: boolean): Thread {
    const found = this.#threads.get(thread.tid) ?? newThread();
    this.#threads.set(thread.tid, found);
    this.#names.set(thread.tid, thread);
    found.offNs = timeNs;
    found.state = state;
    found.depth = 0;
    found.isOut = isOut;
    found.hasEnded = false;
    return found;
  }

  /** perf's own record of what sched_switch told: all that there is when the sample was lost. */
  #confirm(thread: ScriptThread, timeNs: number, preempted: boolean): void {
    this.#saw(timeNs);
    const found = this.#threads.get(thread.tid);
    if (found?.hasEnded === true) return;
    if (found !== undefined && found.offNs !== null && !found.isOut) found.isOut = true;
    else this.#leave(thread, timeNs, preempted ? 'preempted' : 'blocked', true);
  }

  #enter(thread: ScriptThread, timeNs: number): void {
    this.#saw(timeNs);
    const known = this.#threads.get(thread.tid);
    const found = known ?? { ...newThread(), offNs: this.#marks?.beginNs ?? this.#firstNs, state: 'before' };
    this.#threads.set(thread.tid, found);
    if (found.offNs !== null) this.#add(thread, found, found.offNs, timeNs);
    found.offNs = null;
    found.hasEnded = false;
  }

  /** Samples: `FORK(9340:9350):(9340:9340)`, `EXIT(9340:9350):(9340:9340)`: process and thread, and who made it. */
  #lifeOf(what: string): void {
    const [, kind, tid] = /^(FORK|EXIT)\(\d+:(\d+)\)/u.exec(what) ?? [];
    // A new thread was not off before its first turn: it was not there.
    if (kind === 'FORK') this.#threads.set(Number(tid), newThread());
    if (kind === 'EXIT') this.#end(Number(tid));
  }

  #end(tid: number): void {
    this.#threads.set(tid, { ...newThread(), hasEnded: true });
  }

  #add(thread: ScriptThread, { state, stack, depth }: Thread, fromNs: number, toNs: number): void {
    const begin = Math.max(fromNs, this.#marks?.beginNs ?? 0);
    const end = Math.min(toNs, this.#marks?.endNs ?? Infinity);
    const node = this.#nodes.of(thread);
    if (end <= begin || node === null) return;
    const frame = this.tree.frames.numberOf({ name: states[state], binary: '', kind: 'state' });
    this.tree.add(this.tree.stack(this.tree.child(node, frame), stack, depth), end - begin);
  }

  /**
   * How many frames at the leaf are the scheduler's own: every stack ends in them, so they tell nothing, and the
   * function that decided to wait is above. A stack of nothing else is kept.
   */
  #schedulerFrames(stack: readonly number[], depth: number): number {
    let count = 0;
    while (count < depth && this.#isOfScheduler(stack[count]!)) count += 1;
    return count < depth ? count : 0;
  }

  #isOfScheduler(frame: number): boolean {
    const { name, kind } = this.tree.frames.frames[frame]!;
    return (this.#isScheduler[frame] ??= kind === 'kernel' && schedulerFunction.test(name));
  }
}

/** `__schedule`, `schedule`, `schedule_timeout`, `schedule_hrtimeout_range`, `preempt_schedule_common`, ... */
const schedulerFunction = /^(?:__)?(?:preempt_)?schedule(?:_|$)/u;

const newThread = (): Thread => ({
  offNs: null,
  state: 'blocked',
  stack: [],
  depth: 0,
  isOut: false,
  hasEnded: false,
});

/**
 * The state in which a thread is left. Sample: `prev_comm=wrkr_0 prev_pid=9343 prev_prio=120 prev_state=R ==>
 * next_comm=core_thread next_pid=9342 next_prio=120`. Names may look like the rest, but have 15 bytes at the most.
 */
function previousState(trace: string): string {
  return / prev_state=(\S+) ==> /u.exec(trace)?.[1] ?? '';
}

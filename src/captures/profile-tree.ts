import { roleTitle } from '../model/names.js';
import type { Profile } from '../model/profile.js';
import { CallTree } from './call-tree.js';
import type { Captured } from './capture.js';
import type { OwnerOf } from './owners.js';
import type { ScriptSample, ScriptSink } from './script-samples.js';
import type { ScriptThread } from './script-header.js';

/** Finds the nodes of threads in a tree: root -> role -> thread. */
export class ThreadNodes {
  readonly #tree: CallTree;
  readonly #ownerOf: OwnerOf;
  readonly #nodes = new Map<ScriptThread, number | null>();

  constructor(tree: CallTree, ownerOf: OwnerOf) {
    this.#tree = tree;
    this.#ownerOf = ownerOf;
  }

  /** Null for a thread that was not to be captured. */
  of(thread: ScriptThread): number | null {
    const known = this.#nodes.get(thread);
    if (known !== undefined) return known;
    const owner = this.#ownerOf(thread.pid, thread.tid, thread.comm);
    const node = owner === null ? null : this.#node(roleTitle(owner.role), owner.thread);
    this.#nodes.set(thread, node);
    return node;
  }

  #node(role: string, thread: string): number {
    const { root, frames } = this.#tree;
    const above = this.#tree.child(root, frames.numberOf({ name: role, binary: '', kind: 'role' }));
    return this.#tree.child(above, frames.numberOf({ name: thread, binary: '', kind: 'thread' }));
  }
}

/** Sums samples to a tree of where time went. Only the first event that is met counts: two cannot be added up. */
export class ProfileTree implements ScriptSink {
  readonly tree = new CallTree();
  /** Samples of other events that were left out, by event. */
  readonly leftOut = new Map<string, number>();
  /** Null before the first sample. */
  event: string | null = null;
  readonly #threads: ThreadNodes;
  readonly #marks: Captured['marks'];

  constructor({ ownerOf, marks }: Pick<Captured, 'ownerOf' | 'marks'>) {
    this.#threads = new ThreadNodes(this.tree, ownerOf);
    this.#marks = marks;
  }

  sample({ thread, timeNs, event, period, stack, depth }: Readonly<ScriptSample>): void {
    const marks = this.#marks;
    if (marks !== null && (timeNs < marks.beginNs || timeNs >= marks.endNs)) return;
    const node = this.#threads.of(thread);
    if (node === null) return;
    this.event ??= event;
    if (event === this.event) this.tree.add(this.tree.stack(node, stack, depth), period);
    else this.leftOut.set(event, (this.leftOut.get(event) ?? 0) + 1);
  }

  /** Null when there was no sample. */
  profile(): Profile | null {
    return this.event === null ? null : this.tree.profile(this.event, isClock(this.event) ? 'ns' : 'events');
  }
}

/** Whether an event is a clock of the kernel's, whose period is in nanoseconds, rather than something that CPUs count. */
export const isClock = (event: string): boolean => /^(?:cpu|task)-clock(?::|$)/u.test(event);

import type { ChildSpec, Exit } from '../../../host/supervisor.js';
import type { LineListener } from '../../../host/guardian-lines.js';
import type { Supervisor } from '../../../host/supervisor.js';
import { thisMachine } from '../../../model/placement.js';

/** The supervisors of all hosts of a run as one: who names a process need not know where it is. */
export class Supervisors implements Supervisor {
  readonly #byHost: ReadonlyMap<string, Supervisor>;
  readonly #hostOf = new Map<string, string>();

  onExit: (name: string, exit: Exit) => void = () => {};
  onDeath: (cause: Error | null) => void = () => {};

  /** `names`: on which host the processes will be that are heard or asked before they are started. */
  constructor(byHost: ReadonlyMap<string, Supervisor>, names: ReadonlyMap<string, string>) {
    this.#byHost = byHost;
    for (const [name, on] of names) this.#hostOf.set(name, on);
    for (const supervisor of byHost.values()) {
      supervisor.onExit = (name, exit) => this.onExit(name, exit);
      supervisor.onDeath = (cause) => this.onDeath(cause);
    }
  }

  get pid(): number | undefined {
    return this.#here.pid;
  }

  /** The guardians' own processes by host, where they are known. */
  guardians(): { on: string; pid: number }[] {
    return [...this.#byHost].flatMap(([on, { pid }]) => (pid === undefined ? [] : [{ on, pid }]));
  }

  start(child: ChildSpec & { on?: string }): Promise<number> {
    const { on = thisMachine } = child;
    this.#hostOf.set(child.name, on);
    return this.#at(on).start(child);
  }

  removeAtEnd(cgroup: string): void {
    this.#here.removeAtEnd(cgroup);
  }

  onLine(name: string, listener: LineListener): void {
    this.#of(name).onLine(name, listener);
  }

  output(name: string): string {
    return this.#of(name).output(name);
  }

  write(name: string, line: string): void {
    this.#of(name).write(name, line);
  }

  mark(name: string, timeNs: number): void {
    this.#of(name).mark(name, timeNs);
  }

  signal(name: string, signal: 'INT' | 'TERM'): void {
    this.#of(name).signal(name, signal);
  }

  exitOf(name: string): Exit | null {
    return this.#of(name).exitOf(name);
  }

  /** Those of this machine: whoever wants to look at a process himself finds only these. */
  pids(): { name: string; pid: number }[] {
    return this.#here.pids();
  }

  /** The processes of one host. */
  pidsOn(on: string): { name: string; pid: number }[] {
    return this.#at(on).pids();
  }

  /** The host of a process. */
  hostOf(name: string): string {
    return this.#hostOf.get(name) ?? thisMachine;
  }

  get #here(): Supervisor {
    return this.#at(thisMachine);
  }

  #of(name: string): Supervisor {
    return this.#at(this.hostOf(name));
  }

  #at(on: string): Supervisor {
    const supervisor = this.#byHost.get(on);
    if (supervisor === undefined) throw new Error(`nobody supervises processes on ${on}`);
    return supervisor;
  }
}

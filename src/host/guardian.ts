import { ExpectedError } from '../errors.js';
import { removeCgroups } from './cgroup.js';
import type { LineListener } from './guardian-lines.js';
import type { GuardianLink } from './guardian-link.js';
import { GuardianProcess } from './guardian-process.js';
import { KeptOutput } from './kept-output.js';
import type { ChildSpec, Exit, Supervisor } from './supervisor.js';

interface Child {
  pid: number | null;
  exit: Exit | null;
  gone: boolean;
}

/**
 * Our side of the native guardian, the parent of every process of a run. When Flimflam ends in whatever way, the
 * guardian's stdin ends and it kills them; when a guardian of this machine is killed, they are killed from here.
 */
export class Guardian implements Supervisor {
  readonly #link: GuardianLink;
  readonly #outputs = new Map<string, KeptOutput>();
  readonly #listeners = new Map<string, LineListener>();
  readonly #children = new Map<string, Child>();
  readonly #answers = new Map<string, { resolve: (pid: number) => void; reject: (error: Error) => void }>();
  readonly #cgroups: string[] = [];
  #changed: () => void = () => {};
  #ended = false;

  onExit: (name: string, exit: Exit) => void = () => {};
  onDeath: (cause: Error | null) => void = () => {};

  /**
   * `guardian`: path of the program on this machine, or how another one is reached. `channels`: names of the children
   * whose stdin and stdout shall be connected to Flimflam. `isPassing`: lines that need not be kept once they were heard.
   */
  constructor(
    guardian: string | GuardianLink,
    channels: readonly string[],
    isPassing: (line: string) => boolean = () => false,
  ) {
    this.#link = typeof guardian === 'string' ? new GuardianProcess(guardian, channels) : guardian;
    for (const name of channels) this.#outputs.set(name, new KeptOutput());
    this.#link.hear({
      onEvent: (fields) => this.#event(fields),
      onLine: (name, line, timeNs) => {
        if (!isPassing(line)) this.#outputs.get(name)?.add(line);
        this.#listeners.get(name)?.(line, timeNs);
      },
      onEnd: (cause) => this.#died(cause),
    });
  }

  get pid(): number | undefined {
    return this.#link.pid;
  }

  start(child: ChildSpec): Promise<number> {
    const { name, argv, environment } = child;
    this.#children.set(name, { pid: null, exit: null, gone: false });
    const answer = new Promise<number>((resolve, reject) => this.#answers.set(name, { resolve, reject }));
    this.#send([
      ...[
        'spawn',
        name,
        this.#link.channelOf(name),
        child.cpus?.join(',') ?? '-',
        child.cgroup ?? '-',
        child.cwd,
        child.log,
      ],
      ...[String(argv.length), ...argv],
      ...Object.entries(environment).map(([key, value]) => `${key}=${value}`),
    ]);
    return answer;
  }

  /**
   * Removes the folder of a cgroup when every process has ended, however Flimflam or the guardian end. To be told before
   * the folder is made, so that it is never forgotten.
   */
  removeAtEnd(cgroup: string): void {
    this.#cgroups.push(cgroup);
    this.#send(['remove', cgroup]);
  }

  onLine(name: string, listener: LineListener): void {
    this.#listeners.set(name, listener);
  }

  /** What a child has printed on its channel so far; of very much the first and the last lines. */
  output(name: string): string {
    return this.#outputs.get(name)?.text() ?? '';
  }

  write(name: string, line: string): void {
    this.#link.say(name, line);
  }

  mark(name: string, timeNs: number): void {
    this.write(name, `at ${timeNs === 0 ? 0 : Math.round(this.#link.theirTime(timeNs))}`);
  }

  /** Sends a signal to the whole group of a child. */
  signal(name: string, signal: 'INT' | 'TERM'): void {
    this.#send(['signal', name, signal]);
  }

  exitOf(name: string): Exit | null {
    return this.#children.get(name)?.exit ?? null;
  }

  pids(): { name: string; pid: number }[] {
    return [...this.#children].flatMap(([name, { pid, gone }]) => (pid === null || gone ? [] : [{ name, pid }]));
  }

  /** Ends all: TERM in reverse order of start, KILL for what is left after the delay, then the guardian. */
  async stop(killAfterMs: number): Promise<void> {
    for (const [name, child] of [...this.#children].toReversed()) {
      if (!child.gone && child.pid !== null) this.signal(name, 'TERM');
    }
    await this.#allGone(killAfterMs);
    this.onDeath = () => {};
    await this.#link.end();
    this.#killGroups();
    // Only matters too when the guardian could not do it.
    await removeCgroups(this.#cgroups);
    await this.#link.close();
  }

  #allGone(withinMs: number): Promise<void> {
    const gone = (): boolean => this.#ended || [...this.#children.values()].every((child) => child.gone);
    if (gone()) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, withinMs);
      this.#changed = () => {
        if (!gone()) return;
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #event([kind, name = '', first = '', second = '', user, system]: readonly string[]): void {
    const child = this.#children.get(name);
    const answer = this.#answers.get(name);
    if (kind === 'started' && child !== undefined) {
      child.pid = Number(first);
      answer?.resolve(child.pid);
    } else if (kind === 'failed' && child !== undefined) {
      child.gone = true;
      answer?.reject(new ExpectedError('start-failed', `${name}: ${first}`));
    } else if (kind === 'exited' && child !== undefined) {
      child.exit = {
        code: first === '-' ? null : Number(first),
        signal: second === '-' ? null : second,
        cpu: { userMicroseconds: Number(user), systemMicroseconds: Number(system) },
      };
      this.onExit(name, child.exit);
    } else if (kind === 'gone' && child !== undefined) {
      child.gone = true;
    } else if (kind === 'error') {
      throw new Error(`the guardian did not understand: ${name}`);
    }
    this.#changed();
  }

  #died(cause: Error | null): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#killGroups();
    const told =
      cause instanceof ExpectedError
        ? cause
        : new ExpectedError('guardian-died', 'the guardian of the processes ended', null, 1, { cause });
    for (const answer of this.#answers.values()) answer.reject(told);
    this.#changed();
    this.onDeath(cause);
  }

  /** Only matters when the guardian could not do it itself. */
  #killGroups(): void {
    const left = [...this.#children.values()].filter(({ pid, gone }) => pid !== null && !gone);
    this.#link.kill(left.map(({ pid }) => pid!));
    for (const child of left) child.gone = true;
  }

  #send(fields: readonly string[]): void {
    if (!this.#ended) this.#link.send(fields);
  }
}

import { spawn, type ChildProcess } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { ExpectedError } from '../errors.js';
import { removeCgroups } from './cgroup.js';
import { KeptOutput } from './kept-output.js';
import { escapeField, forEachLine, unescapeField, type LineListener } from './guardian-lines.js';

export interface Exit {
  code: number | null;
  signal: string | null;
  /** All the CPU time that it used: nothing is left of it in /proc. */
  cpu: { userMicroseconds: number; systemMicroseconds: number };
}

export interface ChildSpec {
  name: string;
  argv: readonly string[];
  environment: Readonly<Record<string, string>>;
  cwd: string;
  /** Takes stderr, and stdout too unless there is a channel. */
  log: string;
  cpus: readonly number[] | null;
  /** `cgroup.procs` of the cgroup in which it runs from its first instruction on; else that of Flimflam. */
  cgroup?: string | null;
}

interface Child {
  pid: number | null;
  exit: Exit | null;
  gone: boolean;
}

const heartbeatMs = 1000;
/** Nobody is left who could write; only a child of the run that left its group could keep a channel open. */
const drainMs = 300;

/**
 * Our side of the native guardian, the parent of every process of a run. When Flimflam ends in whatever way, the
 * guardian's stdin ends and it kills them; when the guardian is killed, they are killed from here.
 */
export class Guardian {
  readonly #process: ChildProcess;
  readonly #channels = new Map<string, Duplex>();
  readonly #descriptors = new Map<string, number>();
  readonly #outputs = new Map<string, KeptOutput>();
  readonly #listeners = new Map<string, LineListener>();
  readonly #drained: Promise<void>[] = [];
  readonly #children = new Map<string, Child>();
  readonly #heartbeat: NodeJS.Timeout;
  readonly #answers = new Map<string, { resolve: (pid: number) => void; reject: (error: Error) => void }>();
  readonly #cgroups: string[] = [];
  #changed: () => void = () => {};
  #ended = false;

  /** Called when a child has ended, and when the guardian itself has, unasked. */
  onExit: (name: string, exit: Exit) => void = () => {};
  onDeath: () => void = () => {};

  /**
   * `channels`: names of the children whose stdin and stdout shall be connected to Flimflam. `isPassing`: lines that need
   * not be kept once they were heard.
   */
  constructor(executable: string, channels: readonly string[], isPassing: (line: string) => boolean = () => false) {
    this.#process = spawn(executable, [], {
      stdio: ['pipe', 'pipe', 'inherit', ...channels.map(() => 'pipe' as const)],
    });
    channels.forEach((name, at) => {
      const channel = this.#process.stdio[3 + at] as Duplex;
      this.#channels.set(name, channel);
      this.#descriptors.set(name, 3 + at);
      const output = new KeptOutput();
      this.#outputs.set(name, output);
      forEachLine(channel, (line, timeNs) => {
        if (!isPassing(line)) output.add(line);
        this.#listeners.get(name)?.(line, timeNs);
      });
      this.#drained.push(new Promise((resolve) => channel.once('close', () => resolve())));
    });
    forEachLine(this.#process.stdout!, (line) => this.#event(line));
    this.#process.stdin!.on('error', () => {});
    this.#process.on('error', (error) => this.#died(error));
    this.#process.on('exit', () => this.#died());
    this.#heartbeat = setInterval(() => this.#send(['beat']), heartbeatMs);
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** Starts a process and resolves with its id, which is also that of its process group. */
  start(child: ChildSpec): Promise<number> {
    const { name, argv, environment } = child;
    this.#children.set(name, { pid: null, exit: null, gone: false });
    const answer = new Promise<number>((resolve, reject) => this.#answers.set(name, { resolve, reject }));
    this.#send([
      ...[
        'spawn',
        name,
        String(this.#descriptors.get(name) ?? '-'),
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

  /** Hears every line that a child with a channel prints, with the time of its arrival. */
  onLine(name: string, listener: LineListener): void {
    this.#listeners.set(name, listener);
  }

  /** What a child has printed on its channel so far; of very much the first and the last lines. */
  output(name: string): string {
    return this.#outputs.get(name)?.text() ?? '';
  }

  write(name: string, line: string): void {
    const channel = this.#channels.get(name);
    if (channel?.writable === true) channel.write(`${line}\n`);
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
    this.#send(['quit']);
    const quit = new Promise<void>((resolve) => {
      if (this.#ended) resolve();
      else this.#process.once('exit', () => resolve());
    });
    this.onDeath = () => {};
    await Promise.race([quit, new Promise((resolve) => setTimeout(resolve, 1000).unref())]);
    clearInterval(this.#heartbeat);
    if (!this.#ended) this.#process.kill('SIGKILL');
    this.#killGroups();
    // Only matters too when the guardian could not do it.
    await removeCgroups(this.#cgroups);
    // The last words of a process may still be on their way when its end is known.
    await Promise.race([Promise.all(this.#drained), new Promise((resolve) => setTimeout(resolve, drainMs).unref())]);
    for (const channel of this.#channels.values()) channel.destroy();
    this.#process.stdin?.destroy();
    this.#process.stdout?.destroy();
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

  #event(line: string): void {
    const [kind, name = '', first = '', second = '', user, system] = line.split('\t').map(unescapeField);
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

  #died(cause?: Error): void {
    if (this.#ended) return;
    this.#ended = true;
    clearInterval(this.#heartbeat);
    this.#killGroups();
    for (const answer of this.#answers.values()) {
      answer.reject(new ExpectedError('guardian-died', 'the guardian of the processes ended', null, 1, { cause }));
    }
    this.#changed();
    this.onDeath();
  }

  /** Only matters when the guardian could not do it itself. */
  #killGroups(): void {
    for (const child of this.#children.values()) {
      if (child.pid === null || child.gone) continue;
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {
        // Nothing is left of the group.
      }
      child.gone = true;
    }
  }

  #send(fields: readonly string[]): void {
    if (!this.#ended) this.#process.stdin!.write(`${fields.map(escapeField).join('\t')}\n`);
  }
}

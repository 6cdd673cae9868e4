import { spawn, type ChildProcess } from 'node:child_process';
import type { Duplex } from 'node:stream';
import type { GuardianEars, GuardianLink } from './guardian-link.js';
import { escapeField, forEachLine, unescapeField } from './guardian-lines.js';

const heartbeatMs = 1000;
/** A guardian that was told to quit and has nothing left to kill needs some milliseconds. */
const quitMs = 1000;
/** Nobody is left who could write; only a child of the run that left its group could keep a channel open. */
const drainMs = 300;

/** A guardian on this machine, as a child of Flimflam; the channels of its children come with it as descriptors. */
export class GuardianProcess implements GuardianLink {
  readonly #process: ChildProcess;
  readonly #channels = new Map<string, Duplex>();
  readonly #descriptors = new Map<string, number>();
  readonly #drained: Promise<void>[] = [];
  readonly #heartbeat: NodeJS.Timeout;
  #ended = false;

  constructor(executable: string, channels: readonly string[]) {
    this.#process = spawn(executable, [], {
      stdio: ['pipe', 'pipe', 'inherit', ...channels.map(() => 'pipe' as const)],
    });
    channels.forEach((name, at) => {
      this.#channels.set(name, this.#process.stdio[3 + at] as Duplex);
      this.#descriptors.set(name, 3 + at);
    });
    this.#process.stdin!.on('error', () => {});
    this.#heartbeat = setInterval(() => this.send(['beat']), heartbeatMs);
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  hear({ onEvent, onLine, onEnd }: GuardianEars): void {
    for (const [name, channel] of this.#channels) {
      forEachLine(channel, (line, timeNs) => onLine(name, line, timeNs));
      this.#drained.push(new Promise((resolve) => channel.once('close', () => resolve())));
    }
    forEachLine(this.#process.stdout!, (line) => onEvent(line.split('\t').map(unescapeField)));
    const ended = (cause: Error | null): void => {
      if (this.#ended) return;
      this.#ended = true;
      clearInterval(this.#heartbeat);
      onEnd(cause);
    };
    this.#process.on('error', ended);
    this.#process.on('exit', () => ended(null));
  }

  send(fields: readonly string[]): void {
    if (!this.#ended) this.#process.stdin!.write(`${fields.map(escapeField).join('\t')}\n`);
  }

  channelOf(name: string): string {
    return String(this.#descriptors.get(name) ?? '-');
  }

  say(name: string, line: string): void {
    const channel = this.#channels.get(name);
    if (channel?.writable === true) channel.write(`${line}\n`);
  }

  theirTime(timeNs: number): number {
    return timeNs;
  }

  kill(groups: readonly number[]): void {
    for (const group of groups) {
      try {
        process.kill(-group, 'SIGKILL');
      } catch {
        // Nothing is left of the group.
      }
    }
  }

  async end(): Promise<void> {
    this.send(['quit']);
    const quit = new Promise<void>((resolve) => {
      if (this.#ended) resolve();
      else this.#process.once('exit', () => resolve());
    });
    await Promise.race([quit, new Promise((resolve) => setTimeout(resolve, quitMs).unref())]);
    clearInterval(this.#heartbeat);
    if (!this.#ended) this.#process.kill('SIGKILL');
  }

  async close(): Promise<void> {
    // The last words of a process may still be on their way when its end is known.
    await Promise.race([Promise.all(this.#drained), new Promise((resolve) => setTimeout(resolve, drainMs).unref())]);
    for (const channel of this.#channels.values()) channel.destroy();
    this.#process.stdin?.destroy();
    this.#process.stdout?.destroy();
  }
}

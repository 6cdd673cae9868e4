import { ExpectedError } from '../../errors.js';
import type { Address } from '../../model/address.js';
import { sleep } from '../clock.js';
import type { Files } from '../files.js';
import type { Host, Listening, PostWanted, Ran, RunToEnd } from '../host.js';
import type { PrintEnd } from '../printing.js';
import { settledLook } from '../settled-look.js';
import type { Greeting } from './bootstrap.js';
import { Connection } from './connection.js';
import { install } from './install.js';
import { Preparation } from './preparation.js';
import { RemoteClock } from './remote-clock.js';
import { choosePorts, hasAddress, usablePorts } from './remote-ports.js';
import type { RemoteMeans } from './remote-means.js';
import { RemotePost } from './remote-post.js';
import { RemotePrints } from './remote-prints.js';
import { RemoteRuns } from './remote-runs.js';
import { RemoteSampler } from './remote-sampler.js';
import { listenThere, reachFromThere } from './remote-ways.js';
import { Sessions } from './sessions.js';
import { hostLost, unreachable, wordsOf } from './ssh-words.js';
import { Wire } from './wire.js';

/** The shell there removes its folder when its input ends, for which it may need a second. */
const cleaningMs = 3000;
/** The guardian there may have to wait for processes that die slowly. */
const quitMs = 6000;
/** When the guardian has ended there is nothing left to wait for but ports of ours that somebody still uses. */
const endMs = 500;

type PrintOptions = Parameters<Host['print']>[1];

/** A machine that is reached with ssh, for as long as the command lasts. */
export class RemoteHost implements RemoteMeans {
  readonly name: string;
  readonly address: string;
  readonly asRoot: boolean;
  readonly environment: Readonly<Record<string, string>>;
  readonly clock: RemoteClock;
  readonly wire: Wire;
  readonly sessions: Sessions;
  readonly sampler: RemoteSampler;
  readonly runs: RemoteRuns;
  readonly pid: number;
  readonly #connection: Connection;
  readonly #prints: RemotePrints;
  readonly #folder: string;
  readonly #folders = new Map<string, string>();

  private constructor(connection: Connection, sessions: Sessions, wire: Wire, greeting: Greeting) {
    this.name = connection.host;
    this.address = greeting.address;
    this.asRoot = greeting.asRoot;
    this.environment = greeting.environment;
    this.pid = greeting.pid;
    this.#folder = greeting.folder;
    this.#connection = connection;
    this.sessions = sessions;
    this.wire = wire;
    sessions.onHeard = () => wire.heard();
    this.clock = new RemoteClock(wire);
    this.sampler = new RemoteSampler(wire, greeting.folder);
    this.runs = new RemoteRuns({ wire, sessions, sampler: this.sampler, folder: greeting.folder });
    this.#prints = new RemotePrints({ host: this.name, wire, sessions, runs: this.runs, folder: greeting.folder });
    void connection.ended.then(() => wire.lose(hostLost(this.name, wordsOf(connection.words) ?? 'ssh ended')));
    void wire.lost.then(() => connection.kill());
  }

  /** Connects, and has our programs there; throws `host-unreachable` or what else is in the way, and leaves nothing there. */
  static async open(name: string, signal?: AbortSignal): Promise<RemoteHost> {
    signal?.throwIfAborted();
    const connection = new Connection(name);
    // What was begun there cleans up when its input ends.
    const giveUp = (): void => connection.kill();
    signal?.addEventListener('abort', giveUp);
    const sessions = new Sessions(connection);
    try {
      const greeting = await connection.greeting();
      const { stdin, stdout } = connection.process;
      const preparation = new Preparation(name, { stdin: stdin!, stdout: stdout! });
      try {
        const ended = connection.ended.then(() => Promise.reject(unreachable(name, connection.words)));
        await Promise.race([ended, install(preparation, sessions, { host: name, ...greeting })]);
        preparation.go();
      } finally {
        preparation.end();
      }
      const silence = (seconds: number): Error => hostLost(name, `nothing was heard of it for ${seconds} s`);
      const host = new RemoteHost(connection, sessions, new Wire(stdin!, stdout!, silence), greeting);
      await host.clock.measure();
      return host;
    } catch (error) {
      connection.process.stdin!.end();
      await Promise.race([connection.ended, sleep(cleaningMs)]);
      connection.kill();
      await connection.ended;
      throw error;
    } finally {
      signal?.removeEventListener('abort', giveUp);
    }
  }

  get isLost(): boolean {
    return this.wire.cause !== null;
  }

  native(executable: string): string {
    return `${this.#folder}/${executable}`;
  }

  look<T>(read: (files: Files) => T): Promise<T> {
    return settledLook(read, (items) => this.sampler.get(items));
  }

  run(argv: readonly string[], options: RunToEnd = {}): Promise<Ran> {
    return this.runs.run(argv, options);
  }

  print(argv: readonly string[], options: PrintOptions, onBytes: (bytes: Buffer) => void): Promise<PrintEnd> {
    return this.#prints.print(argv, options, onBytes);
  }

  fetch(path: string, here: string): Promise<void> {
    return this.#prints.fetch(path, here);
  }

  async freePorts(address: string, count: number): Promise<number[]> {
    const { isOwn, usable } = await this.look((files) => ({
      isOwn: hasAddress(files, address),
      usable: usablePorts(files),
    }));
    if (!isOwn) throw new ExpectedError('not-ours', `${this.name} has no address ${address}`, 'see there: ip address');
    return choosePorts(this.name, usable, count);
  }

  listen(address: Address): Promise<Listening> {
    return listenThere(this.sampler, address);
  }

  reach(address: Address, patienceMs: number): Promise<string | null> {
    return reachFromThere(this.sampler, address, patienceMs);
  }

  async forward(port: number): Promise<number> {
    try {
      return await this.sessions.forward(port);
    } catch (error) {
      throw await this.wire.causeOf(error as Error);
    }
  }

  folderOf(runFolder: string): string {
    const known = this.#folders.get(runFolder) ?? `${this.#folder}/run-${this.#folders.size + 1}`;
    this.#folders.set(runFolder, known);
    return known;
  }

  post(wanted: PostWanted): Promise<RemotePost> {
    return RemotePost.take(this, wanted);
  }

  endAll(): Promise<void> {
    this.sampler.stop();
    return this.wire.endAll();
  }

  async close(): Promise<void> {
    if (!this.isLost) {
      await Promise.race([this.wire.quit(), sleep(quitMs)]);
      await Promise.race([this.#connection.ended, sleep(endMs)]);
      if (!this.#connection.isEnded) await this.sessions.close();
      await Promise.race([this.#connection.ended, sleep(endMs)]);
      this.wire.lose(hostLost(this.name, 'the connection was closed'));
    }
    this.#connection.kill();
    await this.#connection.ended;
  }
}

import type { Readable, Writable } from 'node:stream';
import { nowNs } from '../clock.js';
import type { GuardianEars } from '../guardian-link.js';
import { escapeField, forEachLine, unescapeField } from '../guardian-lines.js';
import { onOurClock } from '../told-times.js';
import { bestBeat, offsetOf, withBeat, type Beat, type Offset } from './beats.js';

const heartbeatMs = 1000;
/** Heartbeats in a row after which nothing at all had come: the guardian there gives up after 5 s of our silence. */
const mostSilent = 6;
/** The news that ssh ended may come after the end of a session of it. */
const newsMs = 300;

/** The line of commands and events to the guardian of another machine, with the heartbeat and the clocks of both. */
export class Wire {
  /** Bytes of its lines so far. */
  sent = 0;
  received = 0;
  readonly #stdin: Writable;
  readonly #heartbeat: NodeJS.Timeout;
  readonly #ears = new Map<string, GuardianEars>();
  readonly #asked = new Map<
    string,
    { sentNs: number; resolve: (beat: Beat) => void; reject: (error: Error) => void }
  >();
  #tellLost: (cause: Error) => void = () => {};
  #tellBye: () => void = () => {};
  /** Resolves with the cause when the host is lost. */
  readonly lost = new Promise<Error>((resolve) => (this.#tellLost = resolve));
  readonly #bye = new Promise<void>((resolve) => (this.#tellBye = resolve));
  #endings: (() => void)[] = [];
  #beats: readonly Beat[] = [];
  #silent = 0;
  #tokens = 0;
  #cause: Error | null = null;

  /** `silence`: what to say of a host of which nothing came for that many seconds. */
  constructor(stdin: Writable, stdout: Readable, silence: (seconds: number) => Error) {
    this.#stdin = stdin;
    stdout.on('data', (text: string) => {
      this.received += Buffer.byteLength(text);
      this.heard();
    });
    forEachLine(stdout, (line, timeNs) => this.#event(line.split('\t').map(unescapeField), timeNs));
    this.#heartbeat = setInterval(() => {
      this.beat().catch(() => {});
      this.#silent += 1;
      // What has come while Flimflam itself was held up is read before this.
      if (this.#silent > mostSilent) setImmediate(() => this.#silent > 0 && this.lose(silence(mostSilent)));
    }, heartbeatMs);
  }

  /** Why nothing can be had of the host any more; null as long as it can. */
  get cause(): Error | null {
    return this.#cause;
  }

  /** Why something failed that goes over the same connection: the connection, or else what it failed with itself. */
  async causeOf(failure: Error): Promise<Error> {
    let timer: NodeJS.Timeout | undefined;
    const other = new Promise<Error>((resolve) => (timer = setTimeout(() => resolve(failure), newsMs)));
    const cause = await Promise.race([this.lost, other]);
    clearTimeout(timer);
    return cause;
  }

  /** Their clock against ours, as far as the best of the last beats tells. */
  get offset(): Offset {
    const best = bestBeat(this.#beats, nowNs());
    return best === null ? { offsetNs: 0, uncertaintyNs: Infinity } : offsetOf(best);
  }

  /** Something came from there, be it over another session: what is long holds up what comes here. */
  heard(): void {
    this.#silent = 0;
  }

  /** Asks for the time there. */
  beat(): Promise<Beat> {
    const token = String((this.#tokens += 1));
    return this.#orLost((resolve, reject) => {
      this.#asked.set(token, { sentNs: nowNs(), resolve, reject });
      this.send(['beat', token]);
    });
  }

  /** Hears what is told of a process of this name. */
  listen(name: string, ears: GuardianEars): void {
    this.#ears.set(name, ears);
  }

  forget(name: string): void {
    this.#ears.delete(name);
  }

  send(fields: readonly string[]): void {
    if (this.#cause !== null) return;
    const line = `${fields.map(escapeField).join('\t')}\n`;
    this.sent += Buffer.byteLength(line);
    this.#stdin.write(line);
  }

  /** Has the guardian kill all that it started; resolves when that is done. */
  endAll(): Promise<void> {
    return this.#orLost((resolve) => {
      this.#endings.push(resolve);
      this.send(['end']);
    });
  }

  /** Ends the guardian; resolves when it says that everything there is gone. */
  quit(): Promise<void> {
    this.send(['quit']);
    return Promise.race([this.#bye, this.lost]).then(() => undefined);
  }

  /** From now on nothing more is to be had: everything that is waited for is refused. */
  lose(cause: Error): void {
    if (this.#cause !== null) return;
    this.#cause = cause;
    clearInterval(this.#heartbeat);
    for (const { reject } of this.#asked.values()) reject(cause);
    this.#asked.clear();
    for (const ears of new Set(this.#ears.values())) ears.onEnd(cause);
    this.#tellLost(cause);
  }

  #orLost<T>(start: (resolve: (value: T) => void, reject: (error: Error) => void) => void): Promise<T> {
    if (this.#cause !== null) return Promise.reject(this.#cause);
    return new Promise((resolve, reject) => {
      void this.lost.then(reject);
      start(resolve, reject);
    });
  }

  #event(fields: readonly string[], timeNs: number): void {
    const [kind, name = '', time = '', text = ''] = fields;
    if (kind === 'beat') {
      this.#answered(name, { gotNs: timeNs, theirNs: Number(time) });
    } else if (kind === 'ended') {
      const [first, ...others] = this.#endings;
      this.#endings = others;
      first?.();
    } else if (kind === 'bye') {
      this.#tellBye();
    } else if (kind === 'line') {
      const { offsetNs } = this.offset;
      this.#ears.get(name)?.onLine(name, onOurClock(text, offsetNs), Number(time) - offsetNs);
    } else if (kind === 'error') {
      // A process can be gone before our signal comes.
      if (!name.startsWith('no process is named')) throw new Error(`the guardian did not understand: ${name}`);
    } else {
      this.#ears.get(name)?.onEvent(fields);
    }
  }

  #answered(token: string, { gotNs, theirNs }: Omit<Beat, 'sentNs'>): void {
    const asked = this.#asked.get(token);
    if (asked === undefined) return;
    this.#asked.delete(token);
    const beat = { sentNs: asked.sentNs, gotNs, theirNs };
    this.#beats = withBeat(this.#beats, beat);
    asked.resolve(beat);
  }
}

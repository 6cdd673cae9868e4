import { isUtf8 } from 'node:buffer';
import { posix } from 'node:path';
import { ExpectedError } from '../../errors.js';
import type { Ran, RunToEnd } from '../host.js';
import { mostTold, type RemoteSampler } from './remote-sampler.js';
import type { Sessions } from './sessions.js';
import type { Wire } from './wire.js';

/** What is longer would hold up other commands on the wire. */
const mostSaid = 256 * 1024;
/** TERM, then this long, then KILL. */
const killAfterMs = 500;
/** The code of a shell for a command that it cannot start. */
const cannotStart = 126;

interface Means {
  wire: Wire;
  sessions: Sessions;
  sampler: RemoteSampler;
  /** The private one there. */
  folder: string;
}

interface Job {
  argv: readonly string[];
  environment?: Readonly<Record<string, string>>;
  /** Takes what it prints. */
  log: string;
  /** Written to its stdin, on which no end follows. */
  said?: string;
  timeout?: number;
  signal?: AbortSignal | undefined;
}

/**
 * Runs programs on another machine to their end, as children of the guardian there: so they end when we give up, and when
 * nothing is heard of us any more. What they print goes through files.
 */
export class RemoteRuns {
  readonly #means: Means;
  #count = 0;

  constructor(means: Means) {
    this.#means = means;
  }

  async run(argv: readonly string[], options: RunToEnd = {}): Promise<Ran> {
    const { environment = {}, timeout = 0, input = '', signal } = options;
    const stem = this.#newStem();
    const files = ['in', 'out', 'err'].map((end) => `${stem}.${end}`);
    const fault = input.length === 0 ? null : await this.write(files[0]!, input);
    if (fault !== null) return { stdout: '', stderr: fault, code: cannotStart };
    const script = `exec "$@" <${input.length > 0 ? '"$0.in"' : '/dev/null'} >"$0.out"`;
    const command = ['/bin/sh', '-c', script, stem, ...argv];
    const { code, why } = await this.#ended({ argv: command, environment, log: files[2]!, timeout, signal });
    if (why !== null) return { stdout: '', stderr: why, code: cannotStart };
    const [stdout, stderr] = await Promise.all([this.#text(files[1]!), this.#text(files[2]!)]);
    // Nobody waits for it.
    this.#ended({ argv: ['rm', '-f', ...files], log: '/dev/null' }).catch(() => {});
    return { stdout, stderr, code };
  }

  /** Runs a program whose output nobody wants; returns what it said when it failed, else null. */
  async do(argv: readonly string[]): Promise<string | null> {
    const log = `${this.#newStem()}.err`;
    const { code, why } = await this.#ended({ argv, log });
    return why ?? (code === 0 ? null : await this.#text(log));
  }

  /** Writes a file that only its owner may read, and the folders above it; returns what was said when it failed, else null. */
  async write(path: string, text: string | Buffer): Promise<string | null> {
    const { wire, sessions } = this.#means;
    const bytes = Buffer.from(text);
    const folder = posix.dirname(path);
    if (bytes.length > mostSaid || bytes.includes(0) || !isUtf8(bytes)) {
      const script = `umask 077; mkdir -p ${folder} && exec cat >${path}`;
      const { code, stderr } = await sessions.run(script, bytes);
      if (wire.cause !== null) throw wire.cause;
      return code === 0 ? null : stderr;
    }
    const log = `${this.#newStem()}.err`;
    const script = 'umask 077; mkdir -p "$1" && head -c "$3" >"$2" && rm -f "$4"';
    const argv = ['/bin/sh', '-c', script, 'sh', folder, path, String(bytes.length), log];
    const { code, why } = await this.#ended({ argv, log, said: bytes.toString() });
    return why ?? (code === 0 ? null : await this.#text(log));
  }

  #newStem(): string {
    this.#count += 1;
    return `${this.#means.folder}/run${this.#count}`;
  }

  async #text(path: string): Promise<string> {
    const { sampler, sessions, wire } = this.#means;
    const [found] = await sampler.get([{ kind: 't', path }]);
    const text = found?.content ?? '';
    if (Buffer.byteLength(text) < mostTold) return text;
    const { stdout, code } = await sessions.run(`exec cat ${path}`);
    if (code === 0) return stdout.toString();
    const message = `what a program printed could not be fetched: ${path}`;
    throw await wire.causeOf(new ExpectedError('not-brought-back', message));
  }

  /** Resolves with how it ended; `why` it did not begin, else null. Rejects when the host is lost. */
  #ended(job: Job): Promise<{ code: number | null; why: string | null }> {
    const { wire, folder } = this.#means;
    const { argv, environment = {}, log, said, timeout = 0, signal } = job;
    if (wire.cause !== null) return Promise.reject(wire.cause);
    this.#count += 1;
    const name = `:job${this.#count}`;
    return new Promise((resolve, reject) => {
      const timers: NodeJS.Timeout[] = [];
      const giveUp = (): void => {
        wire.send(['signal', name, 'TERM']);
        timers.push(setTimeout(() => wire.send(['signal', name, 'KILL']), killAfterMs));
      };
      const finish = (): void => {
        timers.forEach(clearTimeout);
        signal?.removeEventListener('abort', giveUp);
        wire.forget(name);
      };
      wire.listen(name, {
        onEvent: ([kind, , first = '']) => {
          if (kind !== 'exited' && kind !== 'failed') return;
          finish();
          if (kind === 'failed') resolve({ code: null, why: first });
          else resolve({ code: first === '-' ? null : Number(first), why: null });
        },
        onLine: () => {},
        onEnd: (cause) => {
          finish();
          reject(cause ?? new Error('the connection was closed'));
        },
      });
      wire.send([
        ...['spawn', name, said === undefined ? '-' : '=', '-', '-', folder, log, String(argv.length), ...argv],
        ...Object.entries(environment).map(([key, value]) => `${key}=${value}`),
      ]);
      if (said !== undefined) wire.send(['say', name, said]);
      if (timeout > 0) timers.push(setTimeout(giveUp, timeout));
      if (signal?.aborted === true) giveUp();
      else signal?.addEventListener('abort', giveUp);
    });
  }
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Writable } from 'node:stream';
import { ExpectedError, messageOf } from '../../errors.js';
import type { Connection } from './connection.js';
import { controlArguments, sessionArguments } from './ssh-arguments.js';
import { wordsOf } from './ssh-words.js';

/** sshd allows 10 sessions a connection (MaxSessions), one of which is the guardian. */
const mostAtOnce = 6;
/** A port that was free may have been taken since. */
const mostTries = 5;

/** What a session came to. */
export interface SessionEnd {
  stdout: Buffer;
  stderr: string;
  /** Null: a signal ended it. 255 is what ssh itself fails with. */
  code: number | null;
}

/** Further sessions over a connection, for what does not go through the guardian: files as they are, and ports. */
export class Sessions {
  readonly #connection: Connection;
  readonly #waiting: (() => void)[] = [];
  readonly #forwarded = new Map<number, Promise<number>>();
  #running = 0;
  /** Bytes that went there and came from there. */
  sent = 0;
  received = 0;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Runs a command line there; `onOutput` takes what it prints instead of the result. Never throws. */
  async run(
    command: string,
    input: string | Buffer = '',
    onOutput?: (bytes: Buffer) => void,
    signal: AbortSignal | null = null,
  ): Promise<SessionEnd> {
    if (this.#running >= mostAtOnce) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#running += 1;
    try {
      const { socket, host } = this.#connection;
      return await this.#ssh(sessionArguments(socket, host, command), input, onOutput, signal);
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }

  /** A port of our loopback that leads to this one of theirs as long as the connection lasts; asked for once, the same again. */
  forward(there: number): Promise<number> {
    const known = this.#forwarded.get(there);
    if (known !== undefined) return known;
    const made = this.#forward(there);
    this.#forwarded.set(there, made);
    made.catch(() => this.#forwarded.delete(there));
    return made;
  }

  async #forward(there: number): Promise<number> {
    const { socket, host } = this.#connection;
    let words: string | null = null;
    for (let tried = 0; tried < mostTries; tried += 1) {
      const here = await freePort();
      const { code, stderr } = await this.#ssh(controlArguments(socket, host, 'forward', { here, there }));
      if (code === 0) return here;
      words = wordsOf(stderr);
    }
    throw new ExpectedError(
      'no-forward',
      `${host}: ssh cannot lead to port ${there} there: ${words ?? 'it does not say why'}`,
    );
  }

  /** Has the connection end, also where somebody still uses a port of it. */
  async close(): Promise<void> {
    const { socket, host } = this.#connection;
    await this.#ssh(controlArguments(socket, host, 'exit'));
  }

  async #ssh(
    argv: string[],
    input: string | Buffer = '',
    onOutput?: (bytes: Buffer) => void,
    signal: AbortSignal | null = null,
  ): Promise<SessionEnd> {
    const child = spawn(this.#connection.ssh, argv, {
      ...{ stdio: 'pipe', detached: true },
      ...(signal === null ? {} : { signal }),
    });
    const parts: Buffer[] = [];
    let stderr = '';
    child.stdout.on('data', (bytes: Buffer) => {
      this.received += bytes.length;
      if (onOutput === undefined) parts.push(bytes);
      else onOutput(bytes);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const ended = once(child, 'close') as Promise<[number | null]>;
    this.#write(child.stdin, input);
    try {
      const [code] = await ended;
      return { stdout: Buffer.concat(parts), stderr, code };
    } catch (error) {
      return { stdout: Buffer.alloc(0), stderr: messageOf(error), code: null };
    }
  }

  #write(stdin: Writable, input: string | Buffer): void {
    // A command that does not read its input has ended before it came.
    stdin.on('error', () => {});
    stdin.end(input);
    this.sent += Buffer.byteLength(input);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen({ host: '127.0.0.1', port: 0, exclusive: true });
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('a server of TCP has a port');
  return address.port;
}

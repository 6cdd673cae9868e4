import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Writable } from 'node:stream';
import { ExpectedError, messageOf } from '../../errors.js';
import { sleep } from '../clock.js';
import { AfterMark } from './after-mark.js';
import type { Connection } from './connection.js';
import { forAnyShell } from './for-any-shell.js';
import { controlArguments, sessionArguments } from './ssh-arguments.js';
import { isForbidden, isRefused, wordsOf } from './ssh-words.js';

/** sshd allows 10 sessions a connection (MaxSessions), one of which is the guardian; some allow fewer. */
const mostAtOnce = 6;
const sshFailed = 255;
/** A port that was free may have been taken since. */
const mostTries = 5;

/** Where nobody listens. */
const nobodysPort = 1;
/** How long words of the first ssh may take, and how often they are looked at. */
const [wordsMs, wordsEachMs] = [300, 5];

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
  /** What a session says first of all; before it comes what files of a login shell print. */
  readonly #mark = `flimflam ${randomBytes(8).toString('hex')}`;
  #permission: Promise<void> | null = null;
  #running = 0;
  #most = mostAtOnce;
  /** Called when something has come from there. */
  onHeard: () => void = () => {};
  /** Bytes that went there and came from there. */
  sent = 0;
  received = 0;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Runs a script for `forAnyShell` there, with this input. Never throws. */
  run(script: string, input: string | Buffer = ''): Promise<SessionEnd> {
    return this.#run(forAnyShell(`echo ${this.#mark}; ${script}`), input);
  }

  /** Runs any script of a POSIX shell there; `onOutput` takes what it prints instead of the result. Never throws. */
  runAny(script: string, onOutput?: (bytes: Buffer) => void, signal: AbortSignal | null = null): Promise<SessionEnd> {
    return this.#run('exec sh', `echo ${this.#mark}\n${script}`, onOutput, signal);
  }

  async #run(
    command: string,
    input: string | Buffer,
    onOutput?: (bytes: Buffer) => void,
    signal: AbortSignal | null = null,
  ): Promise<SessionEnd> {
    while (this.#running >= this.#most) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#running += 1;
    try {
      const { socket, host, knowsNewOptions } = this.#connection;
      const argv = sessionArguments(socket, host, command, knowsNewOptions);
      const end = await this.#ssh(argv, input, onOutput, signal);
      // Nothing of it was begun there.
      const others = this.#running - 1;
      if (end.code !== sshFailed || !isRefused(end.stderr) || others === 0) return end;
      this.#most = Math.min(this.#most, others);
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
    return this.#run(command, input, onOutput, signal);
  }

  /** A port of our loopback that leads to this one of theirs as long as the connection lasts; asked for once, the same again. */
  forward(there: number): Promise<number> {
    const known = this.#forwarded.get(there);
    if (known !== undefined) return known;
    this.#permission ??= this.#requirePermission();
    const made = Promise.all([this.#forward(there), this.#permission]).then(([here]) => here);
    this.#forwarded.set(there, made);
    made.catch(() => this.#forwarded.delete(there));
    return made;
  }

  /** Whoever forbids it lets ports be led there all the same: only a connection is refused, and only the first ssh says why. */
  async #requirePermission(): Promise<void> {
    const socket = connect({ host: '127.0.0.1', port: await this.#forward(nobodysPort) });
    await new Promise((closed) => socket.on('error', () => {}).once('close', closed));
    const { host } = this.#connection;
    for (let waited = 0; waited < wordsMs && !/open failed/.test(this.#connection.words); waited += wordsEachMs) {
      await sleep(wordsEachMs);
    }
    if (!isForbidden(this.#connection.words)) return;
    throw new ExpectedError(
      'no-forward',
      `${host}: its sshd does not let ports be led there, as it takes to ask a router there`,
      'AllowTcpForwarding local, in sshd_config there',
    );
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
    const own = new AfterMark(`${this.#mark}\n`, onOutput ?? ((bytes) => parts.push(bytes)));
    child.stdout.on('data', (bytes: Buffer) => {
      this.received += bytes.length;
      this.onHeard();
      own.add(bytes);
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

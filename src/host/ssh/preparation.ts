import type { Readable, Writable } from 'node:stream';
import { nowNs } from '../clock.js';
import { answered, said } from './bootstrap.js';
import { unwritable } from './ssh-words.js';

const waitEachMs = 1000;
/**
 * Bytes of a file that are sent before an answer is awaited: more of them would hold up, on a slow link, the words that we
 * are still there. They grow and shrink so that an answer takes between these times.
 */
const pieces = { first: 65_536, least: 4096, most: 1_048_576 };
const [shortNs, longNs] = [0.25e9, 1e9];

/** The first session of a connection, from its greeting until it becomes the guardian. */
export class Preparation {
  readonly #host: string;
  readonly #stdin: Writable;
  readonly #stdout: Readable;
  readonly #timer: NodeJS.Timeout;
  #text = '';
  #hear: ((line: string) => void) | null = null;
  #piece = pieces.first;

  constructor(host: string, { stdin, stdout }: { stdin: Writable; stdout: Readable }) {
    this.#host = host;
    this.#stdin = stdin;
    this.#stdout = stdout.on('data', this.#onData);
    // While something is on its way that says enough.
    const wait = (): void => {
      if (this.#hear === null) stdin.write(`${said.wait}\n`);
    };
    wait();
    this.#timer = setInterval(wait, waitEachMs);
  }

  /** Writes files of the folder there. Never resolves when the connection ends. */
  async put(files: readonly { name: string; bytes: Buffer }[]): Promise<void> {
    await this.#send(Buffer.concat(files.map(({ bytes }) => bytes)));
    const sizes = files.map(({ name, bytes }) => `${bytes.length} ${name}`);
    this.#requireTaken(await this.#ask(`${said.split} ${sizes.join(' ')}\n`));
  }

  async #send(bytes: Buffer): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      const piece = bytes.subarray(at, at + this.#piece);
      const beginNs = nowNs();
      this.#requireTaken(await this.#ask(`${said.put} ${piece.length}\n`, piece));
      at += piece.length;
      const took = nowNs() - beginNs;
      if (took < shortNs) this.#piece = Math.min(pieces.most, this.#piece * 4);
      else if (took > longNs) this.#piece = Math.max(pieces.least, this.#piece / 2);
    }
  }

  /** Whether each of these starts: a C library that is older, or another one, lets them fail before their first word. */
  async allStart(names: readonly string[]): Promise<boolean> {
    return (await this.#ask(`${said.try} ${names.join(' ')}\n`)) === `${answered.tried} `;
  }

  /** Has it become the guardian. */
  go(): void {
    this.end();
    this.#stdin.write(`${said.go}\n`);
  }

  /** Says and hears nothing more. */
  end(): void {
    clearInterval(this.#timer);
    this.#stdout.off('data', this.#onData);
  }

  #requireTaken(answer: string): void {
    if (!answer.startsWith(answered.taken)) throw unwritable(this.#host, answer.slice(answered.refused.length));
  }

  #ask(line: string, bytes?: Buffer): Promise<string> {
    return new Promise((resolve) => {
      this.#hear = resolve;
      this.#stdin.write(line);
      if (bytes !== undefined) this.#stdin.write(bytes);
    });
  }

  readonly #onData = (text: string): void => {
    this.#text += text;
    const lines = this.#text.split('\n');
    this.#text = lines.pop() ?? '';
    for (const line of lines) {
      if (!Object.values(answered).some((begin) => line.startsWith(begin))) continue;
      const hear = this.#hear;
      this.#hear = null;
      hear?.(line);
    }
  };
}

import { closeSync, fstatSync, ftruncateSync, openSync, readSync, statSync, writeFileSync } from 'node:fs';

/** Of what a log began with this much stays, in bytes: versions, options and addresses stand there. */
const firstBytes = 64 * 1024;

/**
 * A log that a process has open for appending, kept short: a full one is moved to `NAME.1` and begun anew, and its first
 * lines stay in `NAME.first`. What is logged in the microseconds between the last look and the emptying is lost.
 */
export class LogFile {
  #cutBytes = 0;

  /** `limit` in bytes: of the log, and of what is kept of it in `NAME.1`. */
  constructor(
    readonly path: string,
    readonly limit: number,
  ) {}

  /** Bytes that were taken away so far. */
  get cutBytes(): number {
    return this.#cutBytes;
  }

  /** Empties the log if it is too long, and returns what stood in it; null if it is short, or cannot be opened. */
  cut(): Buffer | null {
    if ((statSync(this.path, { throwIfNoEntry: false })?.size ?? 0) <= this.limit) return null;
    let file: number;
    try {
      file = openSync(this.path, 'r+');
    } catch {
      return null;
    }
    let text: Buffer;
    try {
      text = readAll(file);
      ftruncateSync(file, 0);
    } finally {
      closeSync(file);
    }
    if (this.#cutBytes === 0) keep(`${this.path}.first`, text.subarray(0, firstBytes));
    keep(`${this.path}.1`, text.subarray(Math.max(0, text.length - this.limit)));
    this.#cutBytes += text.length;
    return text;
  }
}

function readAll(file: number): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; ;) {
    const part = Buffer.alloc(Math.max(1, fstatSync(file).size - at));
    const count = readSync(file, part, 0, part.length, at);
    if (count === 0) return Buffer.concat(parts);
    parts.push(part.subarray(0, count));
    at += count;
  }
}

function keep(path: string, text: Buffer): void {
  try {
    writeFileSync(path, text);
  } catch {
    // On a full disk room is worth more than an old log.
  }
}

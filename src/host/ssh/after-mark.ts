/** Passes on what comes after a mark, however it arrives; what comes before it is dropped. */
export class AfterMark {
  readonly #mark: Buffer;
  readonly #onBytes: (bytes: Buffer) => void;
  /** What may hold the begin of the mark; null when it has been seen. */
  #before: Buffer | null = Buffer.alloc(0);

  constructor(mark: string, onBytes: (bytes: Buffer) => void) {
    this.#mark = Buffer.from(mark);
    this.#onBytes = onBytes;
  }

  add(bytes: Buffer): void {
    if (this.#before === null) return this.#onBytes(bytes);
    const all = Buffer.concat([this.#before, bytes]);
    const at = all.indexOf(this.#mark);
    this.#before = at < 0 ? all.subarray(Math.max(0, all.length - this.#mark.length + 1)) : null;
    if (at >= 0 && at + this.#mark.length < all.length) this.#onBytes(all.subarray(at + this.#mark.length));
  }
}

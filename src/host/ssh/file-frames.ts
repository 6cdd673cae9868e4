import { quoteForShell } from '../../units/shell.js';

/** Takes a file that comes in pieces. */
export interface FileSink {
  begin: (path: string) => void;
  add: (bytes: Buffer) => void;
  end: () => void;
}

/** A script for a POSIX shell that prints files of a folder, each as `SIZE PATH`, so many bytes, and an empty line's end. */
export const framingScript = (folder: string, paths: readonly string[]): string =>
  `cd ${quoteForShell(folder)} || exit 1
for file in ${paths.map(quoteForShell).join(' ')}; do
  size=$(wc -c <"$file") || continue
  size=$((size))
  echo "$size $file"
  head -c "$size" "$file" || exit 1
  echo
done
`;

/** Takes what such a script prints apart, however it arrives. Throws when a file became shorter while it was read. */
export class FileFrames {
  readonly #sink: FileSink;
  #header = '';
  /** Bytes of the file that are still to come; null between files. */
  #left: number | null = null;

  constructor(sink: FileSink) {
    this.#sink = sink;
  }

  /** Whether the last file is whole. */
  get isWhole(): boolean {
    return this.#left === null && this.#header === '';
  }

  add(bytes: Buffer): void {
    for (let at = 0; at < bytes.length;) at = this.#left === null ? this.#head(bytes, at) : this.#body(bytes, at);
  }

  #head(bytes: Buffer, at: number): number {
    const newline = bytes.indexOf('\n', at);
    const end = newline < 0 ? bytes.length : newline;
    this.#header += bytes.toString('latin1', at, end);
    if (newline < 0) return bytes.length;
    // Sample: `5120 relay1.log`
    const [, size, path] = /^(\d+) (.+)$/.exec(Buffer.from(this.#header, 'latin1').toString()) ?? [];
    if (size === undefined || path === undefined) throw new Error(`a file changed while it was read: ${this.#header}`);
    this.#header = '';
    this.#left = Number(size);
    this.#sink.begin(path);
    return newline + 1;
  }

  #body(bytes: Buffer, at: number): number {
    const left = this.#left ?? 0;
    if (left === 0) {
      if (bytes[at] !== 0x0a) throw new Error('a file changed while it was read');
      this.#left = null;
      this.#sink.end();
      return at + 1;
    }
    const part = bytes.subarray(at, at + left);
    this.#left = left - part.length;
    this.#sink.add(part);
    return at + part.length;
  }
}

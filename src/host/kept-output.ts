/** So much of the beginning and of the end of an output is kept, in characters. */
const usualLimit = 1024 * 1024;

/** What a process printed: all of it, or of an endless one the first and the last lines. */
export class KeptOutput {
  #head = '';
  #tail: string[] = [];
  #tailLength = 0;
  #leftOut = { lines: 0, characters: 0 };

  constructor(readonly limit = usualLimit) {}

  add(line: string): void {
    if (this.#tail.length === 0 && this.#head.length + line.length < this.limit) {
      this.#head += `${line}\n`;
      return;
    }
    this.#tail.push(line);
    this.#tailLength += line.length + 1;
    // Seldom: taking lines away one by one would move all others each time.
    if (this.#tailLength > 2 * this.limit) this.#shorten();
  }

  #shorten(): void {
    let count = 0;
    let characters = 0;
    while (count < this.#tail.length - 1 && this.#tailLength - characters > this.limit) {
      characters += this.#tail[count]!.length + 1;
      count += 1;
    }
    this.#tail = this.#tail.slice(count);
    this.#tailLength -= characters;
    this.#leftOut = { lines: this.#leftOut.lines + count, characters: this.#leftOut.characters + characters };
  }

  /** Where something is missing, a line says how much. */
  text(): string {
    if (this.#tail.length === 0) return this.#head;
    const { lines, characters } = this.#leftOut;
    const gap = lines === 0 ? '' : `... flimflam left out ${lines} lines (${characters} characters) here\n`;
    return `${this.#head}${gap}${this.#tail.join('\n')}\n`;
  }
}

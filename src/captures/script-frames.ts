import type { Frame, FrameTable } from './frame-table.js';

/** What perf says of a function or file that it does not know. */
export const unknownName = '[unknown]';

/**
 * Where the address ends: perf prints a tab (or a blank, beside a header) and 16 columns of hexadecimal digits.
 * Sample: `	ffffffff813a2313 finish_task_switch.isra.0 ([kernel.kallsyms])`.
 */
const addressEnd = 17;

const digit8 = 0x38;

/** Lines that are remembered as they are: as many as fit into a CPU's cache, and twice what a busy relay needs. */
const places = 1 << 14;

/** Digits at the end of an address that say where its line is looked for. */
const digits = 4;

/** Values of hexadecimal digits by their code; all other characters of latin1 count as 0. */
const valueOf = Uint8Array.from({ length: 256 }, (_, code) => parseInt(String.fromCharCode(code), 16) || 0);

/**
 * Numbers of the frames in lines of `perf script`. This is where nearly all the time goes, so a line is first looked
 * for by its address, in a table in which a newer line takes the place of an older one: that is twice as quick as a
 * Map, which looks at every character to find a place. A function is met at thousands of addresses, so the others are
 * known by the text behind the address: it is read once, when it is met first.
 */
export class ScriptFrames {
  /** The frame of an address of which nothing is known. */
  readonly nowhere: number;
  /** Where the line ends that was found last, with its line end. */
  end = 0;
  readonly #table: FrameTable;
  readonly #user = new Map<string, number>();
  readonly #kernel = new Map<string, number>();
  readonly #lines = Array.from({ length: places }, () => '');
  readonly #numbers = new Int32Array(places);

  constructor(table: FrameTable) {
    this.#table = table;
    this.nowhere = table.numberOf({ name: unknownName, binary: unknownName, kind: 'unknown' });
  }

  /** The frame in the line of `text` that begins with the tab at `from`; -1 when the line does not end there. */
  find(text: string, from: number): number {
    const place = placeOf(text, from);
    const line = this.#lines[place]!;
    if (line !== '' && text.slice(from, from + line.length) === line) {
      this.end = from + line.length;
      return this.#numbers[place]!;
    }
    const to = text.indexOf('\n', from);
    if (to < 0) return -1;
    this.end = to + 1;
    const number = this.at(text, from, to);
    this.#lines[place] = copyOf(text.slice(from, this.end));
    this.#numbers[place] = number;
    return number;
  }

  /** The frame in `text` from the tab or blank at `from` to the end of the line at `to`. */
  at(text: string, from: number, to: number): number {
    const isKernel = isKernelAddress(text, from);
    const known = isKernel ? this.#kernel : this.#user;
    const key = text.slice(from + addressEnd, to);
    const number = known.get(key);
    if (number !== undefined) return number;
    const added = this.#table.numberOf(frameOf(Buffer.from(key, 'latin1').toString('utf8'), isKernel));
    known.set(copyOf(key), added);
    return added;
  }
}

/** A slice would keep the whole piece of text in memory that it was cut from. */
const copyOf = (slice: string): string => Buffer.from(slice, 'latin1').toString('latin1');

function placeOf(text: string, from: number): number {
  let value = 0;
  for (let at = from + addressEnd - digits; at < from + addressEnd; at++) {
    value = (value << 4) | valueOf[text.charCodeAt(at)]!;
  }
  return (value ^ (value >>> 14)) & (places - 1);
}

/** Whether the address behind `from` lies in the kernel's half: all 16 digits are there, and the first bit is set. */
export const isKernelAddress = (text: string, from: number): boolean => text.charCodeAt(from + 1) >= digit8;

/** Reads what stands behind an address: ` operator() const (/usr/lib/x86_64-linux-gnu/libfoo.so.1 (deleted))`. */
export function frameOf(text: string, isKernel: boolean): Frame {
  const { symbol, path } = parts(text.trim());
  const name = withoutClones(symbol);
  const binary = baseName(path);
  if (isKernel) return { name, binary, kind: 'kernel' };
  return { name, binary, kind: name === unknownName ? 'unknown' : 'user' };
}

/** Symbols and paths may hold blanks and brackets: paths begin with a slash, what the kernel made up with a bracket. */
function parts(text: string): { symbol: string; path: string } {
  const start = Math.max(text.lastIndexOf(' (/'), text.lastIndexOf(' (['));
  const at = start >= 0 ? start : text.lastIndexOf(' (');
  if (at < 0 || !text.endsWith(')')) return { symbol: text || unknownName, path: unknownName };
  return { symbol: text.slice(0, at).trimEnd() || unknownName, path: text.slice(at + 2, -1) };
}

function baseName(path: string): string {
  // A program that was replaced while it ran is still the same program.
  const file = path.replace(/ \(deleted\)$/u, '').replace(/\/+$/u, '');
  return file.slice(file.lastIndexOf('/') + 1) || unknownName;
}

/**
 * Compilers split functions and make special versions of them, whose names they derive (GCC's -fipa-cp, -fipa-sra,
 * -freorder-functions; LLVM's ThinLTO): `f.constprop.0.isra.0`, `f.cold`, `f.part.0.lto_priv.0`, `f.llvm.123`.
 * Demanglers write them as `f(int) [clone .isra.0]`. A reader thinks of one function.
 */
const clone = String.raw`\.(?:constprop|isra|part|cold|lto_priv|llvm)(?:\.\d+)*`;
const cloneSuffix = new RegExp(String.raw`(?:(?:${clone})+| \[clone (?:${clone})+\])+$`, 'u');

export function withoutClones(symbol: string): string {
  return symbol.replace(cloneSuffix, '') || symbol;
}

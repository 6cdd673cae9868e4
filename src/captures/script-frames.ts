import type { Frame, FrameTable } from './frame-table.js';

/** What perf says of a function or file that it does not know. */
export const unknownName = '[unknown]';

/**
 * Where the address ends: perf prints a tab (or a blank, beside a header) and 16 columns of hexadecimal digits.
 * Sample: `	ffffffff813a2313 finish_task_switch.isra.0 ([kernel.kallsyms])`.
 */
const addressEnd = 17;

const digit8 = 0x38;

/**
 * Numbers of the frames in lines of `perf script`. A function is met at thousands of addresses, so what counts is the
 * text behind the address: it is read once, when it is met first.
 */
export class ScriptFrames {
  /** The frame of an address of which nothing is known. */
  readonly nowhere: number;
  readonly #table: FrameTable;
  readonly #user = new Map<string, number>();
  readonly #kernel = new Map<string, number>();

  constructor(table: FrameTable) {
    this.#table = table;
    this.nowhere = table.numberOf({ name: unknownName, binary: unknownName, kind: 'unknown' });
  }

  /** The frame in `text` from the tab or blank at `from` to the end of the line at `to`. */
  at(text: string, from: number, to: number, isKernel: boolean): number {
    const known = isKernel ? this.#kernel : this.#user;
    const key = text.slice(from + addressEnd, to);
    const number = known.get(key);
    if (number !== undefined) return number;
    const added = this.#table.numberOf(frameOf(Buffer.from(key, 'latin1').toString('utf8'), isKernel));
    known.set(copyOf(key), added);
    return added;
  }
}

/** A copy of a slice: the slice itself would keep the whole piece of text in memory that it was cut from. */
export function copyOf(slice: string): string {
  if (slice.length > scratch.length) scratch = Buffer.allocUnsafeSlow(slice.length * 2);
  return scratch.toString('latin1', 0, scratch.write(slice, 'latin1'));
}

let scratch = Buffer.allocUnsafeSlow(1 << 17);

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

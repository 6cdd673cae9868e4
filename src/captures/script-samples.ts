import type { FrameTable } from './frame-table.js';
import { ScriptCallers, type Stack } from './script-callers.js';
import { copyOf, ScriptFrames } from './script-frames.js';
import {
  findTime,
  numberIn,
  skipBlanks,
  skipDigits,
  threadOf,
  timeNs,
  type HeaderParts,
  type ScriptThread,
} from './script-header.js';

/** What `readScript` of perf-script.ts asks perf to print; the reader knows no other columns. */
export const scriptFields = 'comm,pid,tid,time,period,event,ip,sym,dso';

/** A sample. The reader uses one object for all of them: take what is needed, do not keep it. */
export interface ScriptSample {
  thread: ScriptThread;
  timeNs: number;
  period: number;
  event: string;
  /** What a tracepoint tells; empty unless the field `trace` was asked for. */
  trace: string;
  /** The innermost frame is the first; only the first `depth` are of this sample. */
  stack: readonly number[];
  depth: number;
}

/** Takes what is found, in the order of time. */
export interface ScriptSink {
  sample: (sample: Readonly<ScriptSample>) => void;
  /** Other lines of perf's with a thread and a time, such as `SWITCH IN`: what stands behind `PERF_RECORD_`. */
  record?: (thread: ScriptThread, timeNs: number, what: string) => void;
}

const [tab, newline] = [0x09, 0x0a];

const recordMark = 'PERF_RECORD_';

const nobody: ScriptThread = { pid: -1, tid: -1, comm: '' };

/**
 * Reads what `perf script` prints, piece by piece: a line for each sample, below it its stack, then an empty line.
 * Lines that are neither are passed over: names of threads and functions may hold line ends.
 */
export class ScriptReader {
  /** Events that perf says it lost. */
  lost = 0;
  readonly #callers: ScriptCallers;
  readonly #sink: ScriptSink;
  readonly #withTrace: boolean;
  readonly #threads = new Map<string, ScriptThread | null>();
  readonly #stack: Stack = { frames: [], depth: 0, inUser: false };
  readonly #sample: ScriptSample;
  readonly #parts: HeaderParts = { time: 0, colon: 0 };
  #rest = '';
  #open = false;

  constructor(table: FrameTable, sink: ScriptSink, { trace }: { trace: boolean } = { trace: false }) {
    this.#callers = new ScriptCallers(new ScriptFrames(table));
    this.#sink = sink;
    this.#withTrace = trace;
    this.#sample = { thread: nobody, timeNs: 0, period: 0, event: '', trace: '', stack: this.#stack.frames, depth: 0 };
  }

  /** Whether the text so far ends within a sample. */
  get isCut(): boolean {
    return this.#open || this.#rest !== '';
  }

  /** Takes the next piece of text, in latin1; lines may be cut anywhere. */
  read(piece: string): void {
    let from = 0;
    if (this.#rest !== '') {
      // Only the sample that was cut is put together and copied: a text of two parts is slower to read.
      const blank = piece.indexOf('\n\n');
      from = blank < 0 ? piece.length : blank + 2;
      const text = copyOf(this.#rest + piece.slice(0, from));
      this.#rest = text.slice(this.#lines(text, 0));
      if (from === piece.length) return;
    }
    this.#rest = piece.slice(this.#lines(piece, from));
  }

  /** Takes everything from a place on that is complete, and returns where the rest begins. */
  #lines(text: string, start: number): number {
    let from = start;
    while (from < text.length) {
      const end = this.#line(text, from);
      if (end < 0) break;
      from = end;
    }
    return from;
  }

  /** Takes the line or lines that begin at `from`, and returns where the next one begins; -1 when they are not complete. */
  #line(text: string, from: number): number {
    const first = text.charCodeAt(from);
    if (first === tab && this.#open && this.#stack.depth > 0) return this.#callers.lines(text, from, this.#stack);
    if (first === newline) {
      this.#close();
      return from + 1;
    }
    const to = text.indexOf('\n', from);
    if (to < 0) return -1;
    if (first !== tab) this.#header(text, from, to);
    else if (this.#open) this.#callers.line(text, from, to, this.#stack);
    return to + 1;
  }

  #close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#sample.depth = this.#stack.depth;
    this.#sink.sample(this.#sample);
  }

  #header(text: string, from: number, to: number): void {
    const parts = this.#parts;
    if (!findTime(text, from, to, parts)) return;
    const thread = this.#thread(text.slice(from, parts.time));
    if (thread === null) return;
    this.#close();
    const at = skipBlanks(text, parts.colon + 1);
    if (text.startsWith(recordMark, at)) this.#record(thread, timeNs(text, parts), text.slice(at, to));
    else this.#begin(thread, text, at, to);
  }

  /** Sample of what stands behind the time: `   1003009 cpu-clock:ppp: `, and a frame when stacks were not recorded. */
  #begin(thread: ScriptThread, text: string, from: number, to: number): void {
    const sample = this.#sample;
    const period = skipDigits(text, from);
    const event = skipBlanks(text, period);
    // Names of events have colons too (`cpu-clock:ppp`), but no blank behind them.
    const end = text.indexOf(': ', event);
    if (period === from || end < 0 || end >= to) return;
    sample.thread = thread;
    sample.timeNs = timeNs(text, this.#parts);
    sample.period = numberIn(text, from, period);
    // Compared first: nearly always it is the one of the last sample.
    if (!text.startsWith(sample.event, event) || end - event !== sample.event.length) {
      sample.event = Buffer.from(text.slice(event, end), 'latin1').toString('utf8');
    }
    sample.trace = this.#withTrace ? text.slice(end + 2, to) : '';
    this.#stack.depth = 0;
    this.#stack.inUser = false;
    this.#open = true;
    if (!this.#withTrace && end + 2 < to) {
      this.#callers.line(text, end + 2, to, this.#stack);
      this.#close();
    }
  }

  #thread(prefix: string): ScriptThread | null {
    const known = this.#threads.get(prefix);
    if (known !== undefined) return known;
    const thread = threadOf(prefix);
    this.#threads.set(copyOf(prefix), thread);
    return thread;
  }

  /** Samples: `PERF_RECORD_LOST lost 8`, `PERF_RECORD_SWITCH IN         `. */
  #record(thread: ScriptThread, timeNs: number, line: string): void {
    const what = line.slice(recordMark.length).trimEnd();
    const lost = /^LOST(?:_SAMPLES)? lost (\d+)$/u.exec(what);
    if (lost !== null) this.lost += Number(lost[1]);
    else this.#sink.record?.(thread, timeNs, what);
  }
}

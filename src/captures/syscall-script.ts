/** What perf is told to print, one line an event: without fields that would be printed of no event here. */
export const scriptArguments = ['--ns', '--show-lost-events', '-F', 'trace:comm,pid,tid,time,event,trace'];

/** A system call began or returned. */
export interface SyscallEvent {
  kind: 'enter' | 'exit';
  comm: string;
  pid: number;
  tid: number;
  /** CLOCK_MONOTONIC. */
  timeNs: number;
  /** Number of the system call; -1 of a return that belongs to none. */
  number: number;
  /** What it returned; 0 at the begin. */
  value: number;
}

export interface SyscallSink {
  event: (event: SyscallEvent) => void;
  /** So many events are missing here. */
  lost: (events: number) => void;
}

const anchor = 'raw_syscalls:sys_';
const [entered, returned] = ['raw_syscalls:sys_enter: NR ', 'raw_syscalls:sys_exit: NR '];
/** The letter by which they differ, at this distance from the begin. */
const [telling, n, x] = [anchor.length + 1, 110, 120];

const [blank, minus, point, slash, zero, nine, colon, R] = [32, 45, 46, 47, 48, 57, 58, 82];

/**
 * Reads `perf script` of raw_syscalls as it comes, in pieces that may end anywhere; a last line without an end is not
 * whole and is left out. There are a million lines in three busy seconds, and perf needs 3 µs for one: hence no
 * regular expression, nor anything else that is slow (`startsWith` took a third of the time). Samples:
 *
 *           wrkr_0  9340/9343  11467.591606936:  raw_syscalls:sys_exit: NR 232 = 2
 *           wrkr_0  9340/9343  11467.591613559: raw_syscalls:sys_enter: NR 202 (7f2ba8000bc4, 81, 1, 0, 0, 0)
 *            nginx 14241/14241 12230.673460017: PERF_RECORD_LOST lost 80
 */
export function syscallReader(sink: SyscallSink): { push: (text: string) => void } {
  let rest = '';
  return {
    push(piece) {
      const text = rest + piece;
      let from = 0;
      // Names of threads have 15 bytes at the most, so this cannot stand in one.
      let at = text.indexOf(anchor);
      for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
        if (at >= 0 && at < from) at = text.indexOf(anchor, from);
        if (at >= 0 && at < end) readEvent(text, from, at, end, sink);
        else readLoss(text.slice(from, end), sink);
        from = end + 1;
      }
      rest = text.slice(from);
    },
  };
}

/** Reads a line whose event begins at `at`; what is of another form is passed over. */
function readEvent(text: string, from: number, at: number, end: number, sink: SyscallSink): void {
  const letter = text.charCodeAt(at + telling);
  if (letter !== n && letter !== x) return;
  const enter = letter === n;
  const numberBegin = at + (enter ? entered : returned).length;
  if (text.charCodeAt(numberBegin - 2) !== R) return;
  const number = integerAt(text, numberBegin);
  // ` = 2` is all that follows in the line of a return.
  const equals = enter ? -1 : text.indexOf('= ', numberBegin);
  if (!enter && (equals < 0 || equals > end)) return;
  const value = enter ? 0 : integerAt(text, equals + 2);

  // Before the event, from the right: `comm pid/tid seconds.nanoseconds: `.
  let to = before(text, at, blank);
  if (text.charCodeAt(to - 1) !== colon) return;
  const timeBegin = digitsBefore(text, to - 1);
  if (text.charCodeAt(timeBegin - 1) !== point) return;
  const secondsBegin = digitsBefore(text, timeBegin - 1);
  const timeNs = integerAt(text, secondsBegin) * 1e9 + integerAt(text, timeBegin);
  to = before(text, secondsBegin, blank);
  const tidBegin = digitsBefore(text, to);
  if (text.charCodeAt(tidBegin - 1) !== slash) return;
  const pidBegin = digitsBefore(text, tidBegin - 1);
  // `-1/-1`: perf does not know who it was.
  if (pidBegin === tidBegin - 1 || text.charCodeAt(pidBegin - 1) === minus) return;
  sink.event({
    kind: enter ? 'enter' : 'exit',
    comm: text.slice(from, pidBegin).trim(),
    pid: integerAt(text, pidBegin),
    tid: integerAt(text, tidBegin),
    timeNs,
    number,
    value,
  });
}

function readLoss(line: string, sink: SyscallSink): void {
  const events = /: PERF_RECORD_LOST lost (\d+)\s*$/.exec(line)?.[1];
  if (events !== undefined) sink.lost(Number(events));
}

/** The place after the last character before `to` that is another one. */
function before(text: string, to: number, skipped: number): number {
  let at = to;
  while (at > 0 && text.charCodeAt(at - 1) === skipped) at -= 1;
  return at;
}

/** Where the digits begin that end before `to`. */
function digitsBefore(text: string, to: number): number {
  let at = to;
  while (at > 0 && isDigit(text.charCodeAt(at - 1))) at -= 1;
  return at;
}

/** The whole number that begins there. */
function integerAt(text: string, from: number): number {
  const negative = text.charCodeAt(from) === minus;
  let value = 0;
  for (let at = negative ? from + 1 : from; isDigit(text.charCodeAt(at)); at += 1) {
    value = value * 10 + text.charCodeAt(at) - zero;
  }
  return negative ? -value : value;
}

const isDigit = (code: number): boolean => code >= zero && code <= nine;

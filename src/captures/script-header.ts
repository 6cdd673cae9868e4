/** A thread as perf names it. The same thread has several when its name changed. */
export interface ScriptThread {
  pid: number;
  tid: number;
  comm: string;
}

/** Where the parts of a header begin; the line ends where the text does not say otherwise. */
export interface HeaderParts {
  /** Where the time begins; before it stands the thread. */
  time: number;
  /** Where the colon behind the time is. */
  colon: number;
}

const [space, slash, digit0, digit9, dot] = [0x20, 0x2f, 0x30, 0x39, 0x2e];

/** Digits of a fraction of a second that `--ns` prints. */
const fraction = 9;

const isDigit = (code: number): boolean => code >= digit0 && code <= digit9;

/**
 * Finds the time in a line from `from` to `to`: the first colon behind nine digits and a point. A thread's name may
 * hold everything, but it has 15 bytes at the most (TASK_COMM_LEN in the kernel's sched.h), too few for ` 1/1 1.000000000:`.
 * Sample: `wrkr_0  9340/9343  11461.789932096:    1003009 cpu-clock:ppp: `. False when there is no time.
 */
export function findTime(text: string, from: number, to: number, found: HeaderParts): boolean {
  for (let colon = text.indexOf(':', from); colon >= 0 && colon < to; colon = text.indexOf(':', colon + 1)) {
    const point = colon - fraction - 1;
    if (point <= from || text.charCodeAt(point) !== dot || !digitsOnly(text, point + 1, colon)) continue;
    let time = point;
    while (time > from && isDigit(text.charCodeAt(time - 1))) time -= 1;
    if (time === point) continue;
    found.time = time;
    found.colon = colon;
    return true;
  }
  return false;
}

function digitsOnly(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (!isDigit(text.charCodeAt(at))) return false;
  return true;
}

/** The whole number between two places. */
export function numberIn(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) value = value * 10 + (text.charCodeAt(at) - digit0);
  return value;
}

/** Nanoseconds: exact on a machine that has been up for less than 104 days (2^53 ns), then to 2 ns. */
export const timeNs = (text: string, { time, colon }: HeaderParts): number =>
  numberIn(text, time, colon - fraction - 1) * 1e9 + numberIn(text, colon - fraction, colon);

/** The first place from `from` on that is no blank. */
export function skipBlanks(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === space) at += 1;
  return at;
}

/** Where the digits that begin at `from` end. */
export function skipDigits(text: string, from: number): number {
  let at = from;
  while (isDigit(text.charCodeAt(at))) at += 1;
  return at;
}

/**
 * Takes `wrkr_0  9340/9343  ` apart, from the right, as the name may look like the numbers. Null for other text.
 */
export function threadOf(text: string): ScriptThread | null {
  const line = text.trimEnd();
  const last = line.lastIndexOf('/');
  const tid = line.slice(last + 1);
  let start = last;
  while (start > 0 && isDigit(line.charCodeAt(start - 1))) start -= 1;
  const pid = line.slice(start, last);
  if (last < 0 || line.charCodeAt(last) !== slash || pid === '' || !/^\d+$/u.test(tid)) return null;
  const comm = Buffer.from(line.slice(0, start).trim(), 'latin1').toString('utf8');
  return { pid: Number(pid), tid: Number(tid), comm };
}

import { usageError } from '../errors.js';

const msIn: Readonly<Record<string, number>> = { m: 60e3, h: 3600e3, d: 24 * 3600e3, w: 7 * 24 * 3600e3 };

// `2d`, `12h`: back from now. `2026-11-20`: that day from its begin.
const agoPattern = /^(\d+(?:\.\d+)?) ?([mhdw])$/u;
const dayPattern = /^(\d{4})-(\d{2})-(\d{2})$/u;

/** Milliseconds since the epoch from `30m`, `12h`, `2d`, `1w` before `nowMs`, or from a day of this time zone; else a usage error. */
export function parseSince(text: string, nowMs: number): number {
  const [, amount, unit] = agoPattern.exec(text.trim()) ?? [];
  if (amount !== undefined && unit !== undefined) return nowMs - Number(amount) * msIn[unit]!;
  const [, year, month, day] = dayPattern.exec(text.trim()) ?? [];
  const date = new Date(Number(year), Number(month) - 1, Number(day));
  // 2026-02-31 would silently be in March, and a thirteenth month in the next year.
  const isDay = date.getDate() === Number(day) && date.getMonth() === Number(month) - 1;
  if (day !== undefined && isDay) return date.getTime();
  throw usageError(
    'bad-since',
    `'${text}' is neither a time ago nor a day`,
    'write it as 30m, 12h, 2d, 1w or 2026-11-20',
  );
}

const two = (value: number): string => String(value).padStart(2, '0');

/** A time of this time zone, to the minute: `2026-11-23 10:15`. */
export function formatMinute(ms: number): string {
  const time = new Date(ms);
  const day = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join('-');
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}`;
}

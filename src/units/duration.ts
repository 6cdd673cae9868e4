import { usageError } from '../errors.js';

/** Seconds in each unit that a duration may carry; no unit means seconds. */
const secondsIn: Readonly<Record<string, number>> = { ms: 0.001, s: 1, '': 1, m: 60, h: 3600 };

/** Longer than any sensible run; a mistyped unit should not hold a machine for a week. */
const longest = 24 * 3600;

// A number as people write it, then a unit: `5`, `1.5`, `.5s`, `500 ms`.
const pattern = /^([+-]?(?:\d+(?:\.\d*)?|\.\d+))\s*([a-z]*)$/;

const remedy = 'write it as 5, 1.5, 500ms, 5s, 2m or 1h';

/** Seconds from `5`, `5s`, `500ms`, `2m` or `1h`; a usage error (`bad-duration`) if it is none, negative or above 24 h. */
export function parseDuration(text: string): number {
  const [, number, unit] = pattern.exec(text.trim().toLowerCase()) ?? [];
  const factor = unit === undefined || !Object.hasOwn(secondsIn, unit) ? undefined : secondsIn[unit];
  if (number === undefined || factor === undefined) {
    throw usageError('bad-duration', `'${text}' is not a duration`, remedy);
  }
  // Thousandths are divided, not multiplied by 0.001, so that 300ms is exactly 0.3.
  const seconds = factor < 1 ? Number(number) / Math.round(1 / factor) : Number(number) * factor;
  if (seconds < 0 || number.startsWith('-')) {
    throw usageError('bad-duration', `a duration cannot be negative: '${text}'`, remedy);
  }
  if (seconds > longest) {
    throw usageError('bad-duration', `'${text}' is longer than 24 h`, remedy);
  }
  return seconds;
}

/** Seconds for people: `500 ms`, `5.0 s`, `2 m 30 s`, `1 h 5 m`; `-` for null. */
export function formatDuration(seconds: number | null): string {
  if (seconds === null || !Number.isFinite(seconds)) return '-';
  if (seconds > 0 && seconds < 0.9995) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const parts = [hours > 0 ? `${hours} h` : '', minutes > 0 ? `${minutes} m` : '', rest > 0 ? `${rest} s` : ''];
  return parts.filter((part) => part !== '').join(' ');
}

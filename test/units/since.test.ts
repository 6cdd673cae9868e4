import { expect, test } from 'vitest';
import { formatMinute, parseSince } from '../../src/units/since.js';

const now = new Date(2026, 10, 23, 10, 15).getTime();

test.each<[string, number]>([
  ['30m', now - 30 * 60e3],
  ['12h', now - 12 * 3600e3],
  ['2d', now - 48 * 3600e3],
  ['1.5 d', now - 36 * 3600e3],
  ['1w', now - 7 * 24 * 3600e3],
  ['2026-11-20', new Date(2026, 10, 20).getTime()],
])('%s', (text, expected) => expect(parseSince(text, now)).toBe(expected));

test.each(['', '2', '2y', '-2d', '2026-02-31', '2026-13-01', '20261120', 'yesterday'])('%j is no time', (text) => {
  expect(() => parseSince(text, now)).toThrow(/neither a time ago nor a day/);
});

test('a time to the minute, in this time zone', () => {
  expect(formatMinute(now)).toBe('2026-11-23 10:15');
  expect(formatMinute(new Date(2026, 0, 2, 3, 4).getTime())).toBe('2026-01-02 03:04');
});

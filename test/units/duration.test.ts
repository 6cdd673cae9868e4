import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDuration, parseDuration } from '../../src/units/duration.js';

describe('parseDuration', () => {
  test.each([
    ['5', 5],
    ['5s', 5],
    ['500ms', 0.5],
    ['300ms', 0.3],
    ['2m', 120],
    ['1.5', 1.5],
    ['.5 s', 0.5],
    ['1h', 3600],
    ['0', 0],
    [' 24H ', 86_400],
  ])('%s is %d seconds', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  test.each(['', 's', 'five', '5 minutes', '1,5', '5sm', '1e3', '0x10', 'NaN', 'Infinity', '5constructor'])(
    '%s is not a duration',
    (text) => {
      expect(() => parseDuration(text)).toThrow(
        expect.objectContaining({ code: 'bad-duration', exitCode: 2, remedy: expect.stringContaining('500ms') }),
      );
    },
  );

  test.each(['-1', '-0', '-500ms'])('%s is refused as negative', (text) => {
    expect(() => parseDuration(text)).toThrow(/negative/u);
  });

  test.each(['25h', '86401', '9'.repeat(400)])('%s is refused as absurd', (text) => {
    expect(() => parseDuration(text)).toThrow(/longer than 24 h/u);
  });

  test('whole milliseconds are exact', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 86_400_000 }), (ms) => {
        expect(parseDuration(`${ms}ms`)).toBe(ms / 1000);
      }),
    );
  });
});

describe('formatDuration', () => {
  test.each([
    [0, '0.0 s'],
    [0.5, '500 ms'],
    [0.9999, '1.0 s'],
    [5, '5.0 s'],
    [59.97, '1 m'],
    [150, '2 m 30 s'],
    [3900, '1 h 5 m'],
    [3600, '1 h'],
    [null, '-'],
  ])('%s seconds', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });
});

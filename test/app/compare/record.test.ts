import { expect, test } from 'vitest';
import { sleptSeconds } from '../../../src/app/compare/clocks.js';
import { warningsOnce } from '../../../src/app/compare/record.js';

test('sleep is when the time of day goes on and CLOCK_MONOTONIC does not', () => {
  const before = { wallMs: 1_000_000, monotonicMs: 5_000 };
  const after = (wall: number, monotonic: number) => ({ wallMs: 1_000_000 + wall, monotonicMs: 5_000 + monotonic });
  expect(sleptSeconds(before, after(6_500, 6_500))).toBe(null);
  expect(sleptSeconds(before, after(8_400, 6_500))).toBe(null);
  expect(sleptSeconds(before, after(66_500, 6_500))).toBe(60);
  // Somebody set the time back.
  expect(sleptSeconds(before, after(-60_000, 6_500))).toBe(null);
});

test('warnings that differ in figures alone are told once, those of other files each', () => {
  const warning = (message: string, code = 'relay-warnings') => ({ code, message, advice: '' });
  const [two, three] = [warning('relays logged 2 warnings'), warning('relays logged 3 warnings')];
  const [one, other] = [warning('/opt/router-1/bin is not optimized'), warning('/opt/router-2/bin is not optimized')];
  expect(warningsOnce([two, one, three, other, two])).toEqual([two, one, other]);
  expect(warningsOnce([two, { ...two, code: 'throttled' }])).toHaveLength(2);
});

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import * as quantity from '../../src/units/quantity.js';

const cases: [keyof typeof formats, number, string][] = [
  ['bits', 3.1187e9, '3.12 Gb/s'],
  ['bits', 812.4e6, '812 Mb/s'],
  ['bits', 17.05e9, '17.1 Gb/s'],
  ['bits', 999.96e6, '1.00 Gb/s'],
  ['bits', 999.4e6, '999 Mb/s'],
  ['bits', 1e12, '1.00 Tb/s'],
  ['bits', 7.6, '8 b/s'],
  ['bits', 0, '0 b/s'],
  ['bytes', 6_600_000, '6.6 MB'],
  ['bytes', 99_960_000, '100.0 MB'],
  ['bytes', 312_345_678, '312 MB'],
  ['bytes', 999_960_000, '1.0 GB'],
  ['bytes', 512, '512 B'],
  ['rate', 12_345, '12,345/s'],
  ['rate', 12.345, '12.3/s'],
  ['rate', 0, '0/s'],
  ['seconds', 85e-6, '85.0 µs'],
  ['seconds', 0.001234, '1.23 ms'],
  ['seconds', 2.5, '2.50 s'],
  ['seconds', 999.96e-6, '1.00 ms'],
  ['seconds', 120e-9, '120 ns'],
  ['seconds', 0, '0 s'],
  ['cores', 0.9799, '0.98'],
  ['percent', 0.9811, '98.1 %'],
  ['count', 1234567.4, '1,234,567'],
  ['significant', 0.006_801, '0.00680'],
  ['significant', 1234, '1230'],
];

const formats = {
  bits: quantity.formatBitsPerSecond,
  bytes: quantity.formatBytes,
  rate: quantity.formatRate,
  seconds: quantity.formatSeconds,
  cores: quantity.formatCores,
  percent: quantity.formatPercent,
  count: quantity.formatCount,
  significant: quantity.formatSignificant,
};

test.each(cases)('%s: %d is %s', (name, value, text) => {
  expect(formats[name](value)).toBe(text);
});

test.each(Object.entries(formats))('%s: what is not available is a dash', (_, format) => {
  expect([null, undefined, Number.NaN, Infinity].map((value) => format(value))).toEqual(['-', '-', '-', '-']);
});

test('bits per second are written to three digits, at most half of the last one off', () => {
  const scale: Record<string, number> = { 'b/s': 1, 'kb/s': 1e3, 'Mb/s': 1e6, 'Gb/s': 1e9, 'Tb/s': 1e12 };
  fc.assert(
    fc.property(fc.double({ min: 1000, max: 9e14, noNaN: true }), (value) => {
      const [number, unit = ''] = quantity.formatBitsPerSecond(value).split(' ');
      expect(Math.abs(Number(number) * (scale[unit] ?? Number.NaN) - value) / value).toBeLessThanOrEqual(0.005_01);
    }),
  );
});

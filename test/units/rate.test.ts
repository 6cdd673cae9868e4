import { assert, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { parseRate, writeRate } from '../../src/units/rate.js';

test.each([
  ['2Gbps', 'bits', 2e9],
  ['500 Mbps', 'bits', 5e8],
  ['1.5gb/s', 'bits', 1.5e9],
  ['800bps', 'bits', 800],
  ['.5kbit/s', 'bits', 500],
  ['10000/s', 'requests', 1e4],
  ['10k/s', 'requests', 1e4],
  [' 0.5/s ', 'requests', 0.5],
])('%s is a rate of %s', (text, unit, perSecond) => {
  expect(parseRate(text)).toEqual({ unit, perSecond });
});

test.each(['', '5', 'fast', '2Gb', '2 G', '1e9bps', '2,5Gbps', '5constructor', 'Infinitybps', '0x10/s'])(
  '%s is no rate',
  (text) => {
    expect(() => parseRate(text)).toThrow(
      expect.objectContaining({ code: 'bad-rate', exitCode: 2, remedy: expect.stringContaining('2Gbps') }),
    );
  },
);

test('bytes are told from bits', () => {
  expect(() => parseRate('2GBps')).toThrow(/B is bytes/);
  expect(() => parseRate('2GB/s')).toThrow(/B is bytes/);
});

test.each(['0bps', '0/s', '-5Mbps', '-1/s', '0.0Gbps'])('%s is refused', (text) => {
  expect(() => parseRate(text)).toThrow(/above 0/);
});

test('what no machine can do is a slip of the finger', () => {
  expect(() => parseRate('2000000Tbps')).toThrow(/more than any machine/);
});

test('a written rate is read back as it was', () => {
  assert(
    property(integer({ min: 1, max: 1e15 }), (perSecond) => {
      for (const unit of ['bits', 'requests'] as const) {
        expect(parseRate(writeRate({ unit, perSecond }))).toEqual({ unit, perSecond });
      }
    }),
  );
  expect(writeRate({ unit: 'bits', perSecond: 2.5e9 })).toBe('2500Mbps');
  expect(writeRate({ unit: 'requests', perSecond: 0.5 })).toBe('0.5/s');
});

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatCpuList, parseCpuList } from '../../src/units/cpu-list.js';

test.each([
  ['2,3-5', [2, 3, 4, 5]],
  ['0', [0]],
  [' 7 , 1 - 2,1', [1, 2, 7]],
])('%s', (text, cpus) => {
  expect(parseCpuList(text)).toEqual(cpus);
});

test.each(['', ',', '1,', 'a', '1-', '-1', '1-2-3', '1.5', '5-2', '9999', '0-999999999999'])(
  '%s is refused',
  (text) => {
    expect(() => parseCpuList(text)).toThrow(expect.objectContaining({ code: 'bad-cpu-list', exitCode: 2 }));
  },
);

test.each([
  [[2, 3, 4, 5], '2-5'],
  [[2, 3], '2,3'],
  [[7, 0, 1, 2], '0-2,7'],
  [[], ''],
])('%j is written %s', (cpus, text) => {
  expect(formatCpuList(cpus)).toBe(text);
});

test('what is written is read back', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 300 }), { minLength: 1 }), (cpus) => {
      expect(parseCpuList(formatCpuList(cpus))).toEqual(cpus.toSorted((a, b) => a - b));
    }),
  );
});

import { array, assert, constant, double, oneof, property, record, string } from 'fast-check';
import { expect, test } from 'vitest';
import { restoreArrays, shareArrays } from '../../../src/report/page/shared-arrays.js';

const long = Array.from({ length: 40 }, (_, at) => at);

test('what occurs twice is kept once', () => {
  const shared = shareArrays({ a: { x: long, y: [1, 2] }, b: [{ x: [...long] }] });
  expect(shared).toEqual({ value: { a: { x: { shared: 0 }, y: [1, 2] }, b: [{ x: { shared: 0 } }] }, arrays: [long] });
});

test('whatever it was, it comes back', () => {
  const values = oneof(
    constant(long),
    array(double({ noNaN: true, noDefaultInfinity: true })),
    array(string()),
    constant(null),
  );
  assert(
    property(array(record({ x: values, y: values, name: string() })), (all) => {
      // As a page carries it.
      const carried = JSON.parse(JSON.stringify(shareArrays(all))) as ReturnType<typeof shareArrays>;
      expect(restoreArrays(carried)).toEqual(JSON.parse(JSON.stringify(all)));
    }),
  );
});

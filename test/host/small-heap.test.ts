import { expect, test } from 'vitest';
import { smallHeap } from '../../src/host/small-heap.js';

/** Makes what is used by nobody when it returns, and tells how many bytes the heap had then. */
function litter(): number {
  const numbers = Array.from({ length: 100 }, () => Array.from({ length: 20_000 }, Math.random));
  return numbers.length > 0 ? process.memoryUsage().heapUsed : 0;
}

test('what is not used any more is given back when it is asked for', () => {
  using heap = smallHeap();
  heap.collect();
  const before = process.memoryUsage().heapUsed;
  expect(litter() - before).toBeGreaterThan(10e6);
  heap.collect();
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(5e6);
});

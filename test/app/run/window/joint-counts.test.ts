import { expect, test } from 'vitest';
import { jointCounts } from '../../../../src/app/run/window/joint-counts.js';
import type { Count } from '../../../../src/model/readings.js';

const gather = (ends: string[]) => {
  const counts: Count[] = [];
  return { counts, add: jointCounts(ends, (count) => counts.push(count)) };
};

test('one end is passed on as it is', () => {
  const { counts, add } = gather(['server']);
  add('server', { timeNs: 100e6, bytes: 5 });
  expect(counts).toEqual([{ timeNs: 100e6, bytes: 5 }]);
});

test('two ends are added up, in whatever order they come', () => {
  const { counts, add } = gather(['client', 'server']);
  add('client', { timeNs: 100.1e6, bytes: 5 });
  add('client', { timeNs: 200.1e6, bytes: 6 });
  add('server', { timeNs: 100.3e6, bytes: 50 });
  add('server', { timeNs: 200.3e6, bytes: 60 });
  expect(counts).toEqual([
    { timeNs: 100.2e6, bytes: 55 },
    { timeNs: 200.2e6, bytes: 66 },
  ]);
});

test('an end whose clock is known to within a millisecond, and one that waited for a CPU', () => {
  const { counts, add } = gather(['client', 'server']);
  for (const at of [1, 2, 3]) {
    add('client', { timeNs: at * 100e6 - 1e6, bytes: at });
    add('server', { timeNs: at * 100e6 + 70e6, bytes: at });
  }
  expect(counts.map(({ bytes }) => bytes)).toEqual([2, 4, 6]);
});

test('a time at which one of them said nothing is left out', () => {
  const { counts, add } = gather(['client', 'server']);
  for (let at = 1; at <= 100; at++) {
    add('client', { timeNs: at * 100e6, bytes: at });
    if (at % 2 === 0) add('server', { timeNs: at * 100e6 + 1e6, bytes: at });
  }
  expect(counts.map(({ bytes }) => bytes)).toEqual(Array.from({ length: 50 }, (_, at) => 4 * (at + 1)));
});

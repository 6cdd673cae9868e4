import { expect, test } from 'vitest';
import { onOurClock } from '../../src/host/told-times.js';

const offset = 1_000_000;

test.for([
  ['mark 123000000000 123000010000 rx=1024 tx=2048 ops=0', 'mark 122999000000 122999010000 rx=1024 tx=2048 ops=0'],
  ['mark 0 123000010000 rx=1024', 'mark 0 122999010000 rx=1024'],
  ['mark 123000000000 123000010000', 'mark 122999000000 122999010000'],
  ['sample 123000010000 rx=1024 tx=2048', 'sample 122999010000 rx=1024 tx=2048'],
  // What others print stays as it is.
  ['connected 8', 'connected 8'],
  ['marks 123000010000', 'marks 123000010000'],
  ['sample rate 44100', 'sample rate 44100'],
  ['', ''],
] as const)('%s', ([line, expected]) => {
  expect(onOurClock(line, offset)).toBe(expected);
});

test('a clock that is behind ours', () => {
  expect(onOurClock('sample 5 rx=1', -1e15)).toBe('sample 1000000000000005 rx=1');
});

test('an offset with a fraction of a nanosecond gives whole ones', () => {
  expect(onOurClock('mark 100 200 rx=1', 0.5)).toBe('mark 100 200 rx=1');
});

import { expect, test } from 'vitest';
import { detectableLines } from '../../../src/cli/compare/detectable-lines.js';
import { aComparison } from '../../fixtures/comparison.js';

const looks = [10, 20, 30];

test('what is on record is said, with where it comes from', () => {
  const detectable = { change: 0.0151, noise: 0.0231, comparisons: 12 };
  expect(detectableLines(aComparison({}, { detectable }), looks)).toEqual([
    'on this machine up to 30 pairs can see a change of about 1.5 % (from 12 comparisons of a build with itself)',
  ]);
  const one = aComparison({}, { pairs: 8, looks: 'fixed', detectable: { ...detectable, comparisons: 1 } });
  expect(detectableLines(one, [8])).toEqual([
    'on this machine 8 pairs can see a change of about 1.5 % (from 1 comparison of a build with itself)',
  ]);
});

test('what is not on record: the command that makes it, of each side that differs', () => {
  const plain = aComparison();
  expect(detectableLines(plain, looks)).toEqual([
    'what it can see is not known here: flimflam calibrate --metric throughput tells',
  ]);
  const relays = { ...plain, a: { ...plain.a, relay: 'nginx' as const }, b: { ...plain.b, relay: 'haproxy' as const } };
  expect(detectableLines(relays, looks)).toEqual([
    'what it can see is not known here: flimflam calibrate --relay nginx --metric throughput and ' +
      'flimflam calibrate --relay haproxy --metric throughput tells',
  ]);
});

test('nothing where it makes no sense: no verdict, no relay, a calibration itself', () => {
  const plain = aComparison();
  expect(detectableLines(plain, [])).toEqual([]);
  expect(detectableLines({ ...plain, a: { ...plain.a, relay: 'none' } }, looks)).toEqual([]);
  expect(detectableLines({ ...plain, kind: 'calibrate' }, looks)).toEqual([]);
});

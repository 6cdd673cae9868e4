import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { binomialInterval } from '../../src/stats/binomial.js';

test.each([
  // R. G. Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3.
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
  [15, 148, 0.0624, 0.1605],
  [81, 263, 0.2553, 0.3662],
])('%d of %d: from %d to %d', (events, trials, lower, upper) => {
  const interval = binomialInterval(events, trials)!;
  expect(interval.lower).toBeCloseTo(lower, 4);
  expect(interval.upper).toBeCloseTo(upper, 4);
});

test('its ends are the probabilities whose normal test just does not reject the share', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 1, noNaN: true }), (trials, share) => {
      const events = Math.round(share * trials);
      const { lower, upper } = binomialInterval(events, trials)!;
      expect(lower).toBeGreaterThanOrEqual(0);
      expect(upper).toBeLessThanOrEqual(1);
      for (const p of [lower, upper]) {
        if (p === 0 || p === 1) continue;
        expect(Math.abs(events / trials - p) / Math.sqrt((p * (1 - p)) / trials)).toBeCloseTo(1.96, 3);
      }
    }),
  );
});

test('events and their absence are mirrored', () => {
  const [none, all] = [binomialInterval(0, 20)!, binomialInterval(20, 20)!];
  expect([all.lower, all.upper]).toEqual([expect.closeTo(1 - none.upper, 12), 1]);
});

test('nothing tried, nothing known', () => {
  expect(binomialInterval(0, 0)).toBeNull();
  expect(() => binomialInterval(3, 2)).toThrow(RangeError);
});

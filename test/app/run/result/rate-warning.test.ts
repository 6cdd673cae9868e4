import { expect, test } from 'vitest';
import { rateWarnings, streamRateWarnings } from '../../../../src/app/run/result/rate-warning.js';
import { usualLoad } from '../../../../src/model/load.js';
import type { OpenLoop } from '../../../../src/model/results.js';
import type { Latency } from '../../../../src/stats/latency.js';

const latency = (average: number): Latency => ({
  ...{ count: 1000, average, min: 0, max: 1 },
  ...{ p50: average, p90: null, p99: null, p999: null, p9999: null },
});
const loop = (changes: Partial<OpenLoop> = {}): OpenLoop => ({
  ...{ rate_asked: 1000, rate_achieved: 999, planned: 1000, sent: 1000, answered: 1000 },
  ...{ service: latency(1e-4), lag: latency(1e-6) },
  ...changes,
});

test('a closed loop has no rate, and a rate that is reached needs no warning', () => {
  expect(rateWarnings(null, latency(1))).toEqual([]);
  expect(rateWarnings(loop({ rate_achieved: 990, answered: 990 }), latency(1e-4))).toEqual([]);
});

test.each([
  [
    'answers are missing, the lag is small',
    loop({ answered: 900 }),
    'the chain was slow (lag 1.00 µs on average, response 200 ms',
  ],
  ['answers come slower than asked for', loop({ rate_achieved: 900 }), 'the chain was slow'],
  [
    'the lag is most of the response',
    loop({ answered: 900, lag: latency(0.15) }),
    'the generator was late (lag 150 ms',
  ],
  ['requests were not sent', loop({ sent: 900, answered: 900 }), 'the generator was late'],
])('%s', (_, openLoop, message) => {
  const [warning, ...more] = rateWarnings(openLoop, latency(0.2));
  expect(more).toEqual([]);
  expect(warning).toMatchObject({ code: 'rate-missed', message: expect.stringContaining(message) });
  expect(warning!.advice).toContain('--rate');
});

test('a paced stream says what it achieved of what was asked', () => {
  const load = { ...usualLoad, rate: { unit: 'bits', perSecond: 2e9 } as const };
  const moved = (bits: number) => ({ bytes: bits / 4, seconds: 2 });
  expect(streamRateWarnings(load, moved(1.99e9))).toEqual([]);
  expect(streamRateWarnings(load, moved(1.62e9))).toEqual([
    {
      code: 'rate-missed',
      message: 'achieved 1.62 Gb/s of the 2.00 Gb/s asked for',
      advice: expect.stringContaining('lower --rate'),
    },
  ]);
  expect(streamRateWarnings(usualLoad, moved(5))).toEqual([]);
  expect(streamRateWarnings(load, null)).toEqual([]);
});

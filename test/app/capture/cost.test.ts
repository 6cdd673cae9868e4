import { expect, test } from 'vitest';
import { captureCost } from '../../../src/app/capture/cost.js';
import { nothingSeen } from '../../../src/app/run/execution.js';
import type { Count } from '../../../src/model/readings.js';
import { aConfiguration, aSummary } from '../../fixtures/summary.js';

/** 1 MB each 100 ms before the window at 5 s, half as much in it; the first second of the load is slow. */
const counts: Count[] = [{ timeNs: 0, bytes: 0 }];
for (let tenth = 1; tenth <= 100; tenth++) {
  const step = tenth <= 10 ? 10_000 : tenth <= 50 ? 1_000_000 : 500_000;
  counts.push({ timeNs: tenth * 1e8, bytes: counts.at(-1)!.bytes + step });
}
const execution = { ...nothingSeen(), counts, marks: { beginNs: 5e9, endNs: 10e9 } };

test('the rate in the window stands beside that of the last two seconds of warm-up', () => {
  const cost = captureCost(execution, aSummary(), 1234);
  expect(cost.bits_per_second_before).toBeCloseTo(80e6);
  expect(cost.bits_per_second_during).toBeCloseTo(40e6);
  expect(cost.data).toBe(1234);
});

test('perf is the role that captures', () => {
  const { resources } = aSummary();
  const summary = aSummary({ resources: { ...resources, capture: { ...resources['client']!, average_cpu: 0.125 } } });
  expect(captureCost(execution, summary, null).cpu).toBe(0.125);
  expect(captureCost(execution, aSummary(), null).cpu).toBeNull();
});

test('a short warm-up says nothing of the rate without the capture', () => {
  const summary = aSummary({ configuration: aConfiguration({ warmup: 2 }) });
  expect(captureCost(execution, summary, null).bits_per_second_before).toBeNull();
});

test('a run without a window cost nothing that is known', () => {
  expect(captureCost(nothingSeen(), aSummary(), null)).toEqual({
    cpu: null,
    data: null,
    lost: null,
    bits_per_second_before: null,
    bits_per_second_during: null,
  });
});

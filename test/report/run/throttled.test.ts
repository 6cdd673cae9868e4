import { expect, test } from 'vitest';
import type { Throttled } from '../../../src/model/quota.js';
import { resources } from '../../../src/report/pages/run-resources.js';
import { runText } from '../../../src/report/run-text.js';
import { cpusText, throttledLines } from '../../../src/report/run/throttled.js';
import type { Summary } from '../../../src/model/summary.js';
import { aSummary, someResources } from '../../fixtures/summary.js';

const extras = { latency: null, profile: null, folder: 'a-run' };
const held: Throttled = { quota: 0.5, seconds: 2.414, elapsed: 5.0004, periods: 50, throttled_periods: 48 };
const plain = aSummary();
const summary = aSummary({
  plan: { ...plain.plan, quotas: { relay_1: 0.5, relay_2: 0.5 } },
  resources: {
    ...plain.resources,
    relay_2: someResources({ average_cpu: 0.2, throttled: { ...held, seconds: 0, throttled_periods: 0 } }),
    relay_1: someResources({ average_cpu: 0.49, throttled: held }),
  },
  limited_by: 'relay_1',
});

test('each relay says for how long it was held', () => {
  expect(throttledLines(summary)).toEqual([
    'relay 1 throttled 2.4 of 5.0 s (48 of 50 periods), quota 0.5 CPU',
    'relay 2 throttled 0.0 of 5.0 s (0 of 50 periods), quota 0.5 CPU',
  ]);
  expect(throttledLines(plain)).toEqual([]);
});

test('what the kernel sums over several CPUs is no part of the window', () => {
  const free = { ...summary, plan: { ...summary.plan, cpus: { relay_1: null, relay_2: [0, 1] } } };
  expect(throttledLines(free)[0]).toBe('relay 1 throttled 2.4 CPU-s in 5.0 s (48 of 50 periods), quota 0.5 CPU');
});

test.each([
  [0.5, '0.5 CPU'],
  [1, '1 CPU'],
  [2.5, '2.5 CPUs'],
])('%d', (cpus, text) => {
  expect(cpusText(cpus)).toBe(text);
});

test('text and page say that the quota was the limit, and where it was set', () => {
  const text = runText(summary, { colour: false, folder: 'here', width: 120 });
  expect(text).toContain('relay 1 (held to its quota of 0.5 CPU)');
  expect(text).toContain('\n  relay 1 throttled 2.4 of 5.0 s');
  expect(text).toContain('each relay is held to 0.5 CPU');
});

test('the page has them in a table of its own, and none without a quota', () => {
  const parts = (one: Summary) => JSON.stringify(resources({ summary: one, extras, id: (word) => word }));
  expect(parts(summary)).toContain('CPU quotas');
  expect(parts(summary)).toContain('48 of 50');
  expect(parts(plain)).not.toContain('CPU quotas');
});

import { expect, test } from 'vitest';
import type { Capacity } from '../../src/model/capacity.js';
import { capacityText } from '../../src/report/capacity-text.js';
import { capacitySentence, limitText } from '../../src/report/curves/capacity-sentence.js';
import { aCapacity, aStep, percentiles } from '../fixtures/curves.js';
import { aConfiguration } from '../fixtures/summary.js';

const { answer, steps } = aCapacity();
const late = { generator_late: true, lag: percentiles(0.0062) };
const spoilt = { status: 'invalid', reason: { code: 'disturbed', message: 'other programs used 9.0 %' } } as const;

const cases: Record<string, Capacity> = {
  found: aCapacity(),
  generator: aCapacity({
    answer: { ...answer!, generator_late: true },
    steps: steps.map((step) => (step.rate === 44_000 ? { ...step, ...late } : step)),
  }),
  'not-sent': aCapacity({
    configuration: aConfiguration({ ...aCapacity().configuration, relay: 'none', hops: 0 }),
    answer: { ...answer!, failing: 64_000, generator_late: true },
    steps: [
      aStep(42_000, 0.001),
      aStep(64_000, 0.5, { missed: 'sent', generator_late: true, sent: 100_000, answered: 99_980 }),
    ],
  }),
  nothing: aCapacity({
    answer: { ...answer!, passing: null, failing: 1000 },
    steps: [aStep(1000, 0.0071, { why: 'first' }), aStep(1000, 0.0081, { why: 'confirm' })],
  }),
  'nothing-known': aCapacity({
    answer: { ...answer!, passing: null, failing: 1000, generator_late: true, doubtful: true },
    steps: [aStep(1000, 0.0071, { ...late, ...spoilt, attempt: 3 })],
  }),
  'to-the-end': aCapacity({
    to: 2000,
    answer: { ...answer!, passing: 2000, failing: null },
    steps: [aStep(1000, 0.0003), aStep(2000, 0.0004), aStep(2000, 0.0004, { why: 'confirm' })],
  }),
  disturbed: aCapacity({
    answer: { ...answer!, doubtful: true },
    steps: [
      ...steps.slice(0, -1),
      aStep(44_000, 0.0071, { ...spoilt, passed: null, missed: null }),
      aStep(44_000, 0.0071, { ...spoilt, attempt: 2, passed: null, missed: null }),
      aStep(44_000, 0.0071, { ...spoilt, attempt: 3 }),
    ],
  }),
  interrupted: aCapacity({
    status: 'interrupted',
    answer: null,
    environment: null,
    steps: [
      ...steps.slice(0, 2),
      aStep(64_000, 0, {
        status: 'interrupted',
        ...{ passed: null, missed: null, planned: null, sent: null, answered: null, achieved: null },
        ...{ response: null, service: null, lag: null, cpu: {} },
      }),
    ],
  }),
};

test.each(Object.entries(cases))('the text of a search for the capacity: %s', async (name, capacity) => {
  const text = capacityText(capacity, { folder: 'flimflam-runs/20261123-101502-capacity-3f2a' });
  await expect(text).toMatchFileSnapshot(`golden/capacity-${name}.txt`);
});

test('the answer is one sentence, and comes first', () => {
  expect(capacitySentence(aCapacity())).toBe(
    'builtin-rr over nginx answers 42,000 requests/s with p99 under 5 ms; 44,000 no longer: p99 7.10 ms',
  );
});

test('what failed at the edge is said as it was', () => {
  const died = { missed: 'run', reason: { code: 'relay-died', message: 'relay 1 ended' } } as const;
  const failing = (changes: Partial<Capacity['steps'][number]>) =>
    capacitySentence(aCapacity({ steps: [aStep(44_000, 0.01, changes)] }));
  expect(failing(died)).toMatch(/no longer: the run failed: relay 1 ended$/);
  expect(failing({ missed: 'answered', answered: 66_000 })).toMatch(/: only 50\.0 % of the requests were answered$/);
  expect(failing({ response: null })).toMatch(/: p99 is longer than any response that came$/);
});

test('runs that contradict each other are said to', () => {
  const capacity = aCapacity({ answer: { ...answer!, settled: false } });
  expect(capacitySentence(capacity)).toMatch(/contradict each other/);
});

test.each([
  [0.005, '5 ms'],
  [0.0015, '1.5 ms'],
  [0.5, '500 ms'],
  [0.00025, '250 µs'],
  [1, '1 s'],
])('a limit of %d s is %s', (seconds, text) => {
  expect(limitText(seconds)).toBe(text);
});

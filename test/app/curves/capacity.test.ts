import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { searchCapacity } from '../../../src/app/curves/capacity.js';
import { stepOf } from '../../../src/app/curves/capacity-step.js';
import { capacitySchema, type Capacity } from '../../../src/model/capacity.js';
import type { OpenLoop } from '../../../src/model/results.js';
import type { Summary } from '../../../src/model/summary.js';
import { aCapacity } from '../../fixtures/curves.js';
import { aScenario } from '../../fixtures/scenario.js';
import { anRrSummary } from '../../fixtures/summary.js';
import { temporaryFolder } from '../../store/temporary.js';
import { died, lost, disturbed, World, type Story } from './fakes.js';

/** A run of so many requests per second, of which these percentiles were seen. */
function answering(
  rate: number,
  p99: number,
  { lagP99 = p99 / 10, ...open }: Partial<OpenLoop> & { lagP99?: number } = {},
) {
  const { results } = anRrSummary();
  const latency = { ...results!.latency!, p99 };
  const loop: OpenLoop = {
    ...{ rate_asked: rate, rate_achieved: rate, planned: 3 * rate, sent: 3 * rate, answered: 3 * rate },
    ...{ service: latency, lag: { ...latency, p99: lagP99 } },
    ...open,
  };
  return { results: { ...results!, latency, open_loop: loop } } satisfies Partial<Summary>;
}

/** 300 µs up to this rate, and beyond it 50 ms. */
const upTo =
  (edge: number): Story =>
  ({ scenario }) => {
    const rate = scenario.load.rate!.perSecond;
    return answering(rate, rate <= edge ? 300e-6 : 0.05);
  };

async function search(story: Story, changes: Partial<Capacity> = {}, endsAt: number | null = null) {
  const world = new World(story);
  world.endsAt = endsAt;
  const folder = temporaryFolder();
  const begun = aCapacity({
    status: 'interrupted',
    ended: null,
    environment: null,
    answer: null,
    steps: [],
    ...changes,
  });
  const scenario = aScenario({ workload: 'builtin-rr' });
  const capacity = await searchCapacity(begun, scenario, folder, world.hooks, world.run);
  const saved = capacitySchema.parse(JSON.parse(readFileSync(join(folder, 'capacity.json'), 'utf8')));
  expect(saved).toEqual(capacity);
  return { capacity, world };
}

test('the edge is found, every step is kept, and both its sides were run twice', async () => {
  const { capacity, world } = await search(upTo(42_000));
  const { answer, steps, status, environment } = capacity;
  expect(status).toBe('complete');
  expect(environment?.kernel).toBe('6.12.48');
  expect(answer).toMatchObject({ settled: true, generator_late: false, doubtful: false });
  expect(answer!.passing).toBeLessThanOrEqual(42_000);
  expect(answer!.failing).toBeGreaterThan(42_000);
  expect(answer!.failing! / answer!.passing!).toBeLessThanOrEqual(1.05);
  expect(steps.map(({ rate }) => rate)).toEqual(world.requests.map(({ scenario }) => scenario.load.rate!.perSecond));
  expect(steps.map(({ folder }) => folder)).toEqual(steps.map((_, at) => `run-${at}`));
  expect(steps.filter(({ rate }) => rate === answer!.passing)).toHaveLength(2);
  expect(steps.filter(({ rate }) => rate === answer!.failing)).toHaveLength(2);
  expect(steps[0]!.cpu).toMatchObject({ relay_1: 0.98, client: 0.22 });
});

test('a step that the machine spoils is run again, and the spoilt run says nothing', async () => {
  const good = upTo(42_000);
  const { capacity } = await search((request, at) => ({ ...good(request, at), ...(at === 2 ? disturbed : {}) }));
  const [, , spoilt, again] = capacity.steps;
  expect([spoilt, again]).toMatchObject([
    { rate: 4000, attempt: 1, passed: null, status: 'invalid' },
    { rate: 4000, attempt: 2, passed: true, status: 'ok' },
  ]);
  expect(capacity.answer).toMatchObject({ settled: true, doubtful: false });
});

test('where the machine spoils every attempt the run is judged as it is, and the answer is a floor', async () => {
  const good = upTo(3000);
  const { capacity, world } = await search((request, at) => ({ ...good(request, at), ...disturbed }));
  expect(capacity.answer).toMatchObject({ settled: true, doubtful: true });
  expect(capacity.answer!.passing).toBeLessThanOrEqual(3000);
  expect(world.requests.length % 3).toBe(0);
  expect(capacity.steps.slice(0, 3).map(({ passed }) => passed)).toEqual([null, null, true]);
});

test('nothing passes at the lowest rate: two runs, and no rate', async () => {
  const { capacity } = await search(upTo(10));
  expect(capacity.answer).toMatchObject({ passing: null, failing: 1000, settled: true });
  expect(capacity.steps).toHaveLength(2);
});

test('a relay that dies at the lowest rate', async () => {
  const { capacity } = await search(() => died);
  expect(capacity.answer).toMatchObject({ passing: null, failing: 1000 });
  expect(capacity.steps[0]).toMatchObject({ passed: false, missed: 'run', reason: { code: 'relay-died' }, cpu: {} });
});

test('a generator that is late at the edge is known from its lag', async () => {
  const { capacity } = await search(({ scenario }) => {
    const rate = scenario.load.rate!.perSecond;
    return rate <= 10_000 ? answering(rate, 300e-6) : answering(rate, 0.05, { lagP99: 0.04 });
  });
  expect(capacity.answer).toMatchObject({ generator_late: true, settled: true });
});

test('Ctrl-C keeps the steps, and gives no answer', async () => {
  const { capacity, world } = await search(upTo(42_000), {}, 3);
  expect(world.requests).toHaveLength(4);
  expect(capacity).toMatchObject({ status: 'interrupted', answer: null });
  expect(capacity.steps.map(({ passed }) => passed)).toEqual([true, true, true, null]);
});

const place = { rate: 1000, why: 'first', attempt: 1 } as const;
const slo = { limit: 0.005, metric: 'p99' } as const;

test.each<[string, Partial<Summary>, object]>([
  ['in time', answering(1000, 0.0049), { passed: true, missed: null }],
  ['exactly the limit', answering(1000, 0.005), { passed: false, missed: 'slo' }],
  ['99 % sent and answered', answering(1000, 0.001, { sent: 2970, answered: 2970 }), { passed: true }],
  ['less sent', answering(1000, 0.001, { sent: 2969, answered: 2969 }), { missed: 'sent', generator_late: true }],
  ['less answered', answering(1000, 0.001, { answered: 2969 }), { missed: 'answered', generator_late: false }],
  ['half of it lag', answering(1000, 0.008, { lagP99: 0.004 }), { missed: 'slo', generator_late: true }],
  [
    'errors of a relay',
    { ...answering(1000, 0.001), status: 'invalid', status_reason: { code: 'relay-errors', message: '' } },
    { passed: false, missed: 'run' },
  ],
  ['a closed loop', anRrSummary(), { passed: false, missed: 'run' }],
  ['spoilt', { ...answering(1000, 0.001), ...disturbed }, { passed: null, missed: null }],
])('what is made of a run: %s', (_, changes, expected) => {
  expect(stepOf(anRrSummary(changes), place, slo, false)).toMatchObject(expected);
});

test('another percentile is judged if so asked', () => {
  const { results } = answering(1000, 0.02);
  expect(stepOf(anRrSummary({ results }), place, { limit: 0.005, metric: 'p90' }, false).passed).toBe(true);
  expect(stepOf(anRrSummary({ results }), place, { limit: 0.0001, metric: 'p99.9' }, false).passed).toBe(false);
});

test('a step that loses a host says nothing of its rate, not even the last attempt', async () => {
  const good = upTo(42_000);
  const { capacity } = await search((request, at) => (at === 2 ? lost : good(request, at)));
  expect(capacity.steps.slice(2, 4)).toMatchObject([
    { attempt: 1, passed: null, missed: null, reason: { code: 'host-lost' } },
    { attempt: 2, passed: true },
  ]);
  expect(capacity.answer).toMatchObject({ settled: true, doubtful: false });
  const always = search((request, at) => (at > 2 ? lost : good(request, at)));
  await expect(always).rejects.toMatchObject({
    code: 'host-lost',
    message: expect.stringMatching(/tried 3 times, and a host was lost each time: lab1: nothing came/) as string,
  });
});

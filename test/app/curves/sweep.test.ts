import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Cell, PreparedSweep } from '../../../src/app/curves/sweep-plan.js';
import { measurePoints } from '../../../src/app/curves/sweep.js';
import { ExpectedError } from '../../../src/errors.js';
import { sweepSchema } from '../../../src/model/sweep.js';
import { pointOf } from '../../../src/report/curves/spread.js';
import { aCurve, aSweep } from '../../fixtures/curves.js';
import { aScenario } from '../../fixtures/scenario.js';
import { aSummary } from '../../fixtures/summary.js';
import { temporaryFolder } from '../../store/temporary.js';
import { died, lost, disturbed, World, type Story } from './fakes.js';

const jobs = [1, 2, 4];

/** Two curves over three numbers of jobs. */
function prepared(changes: Partial<PreparedSweep['sweep']> = {}): PreparedSweep {
  const relays = ['nginx', 'haproxy'] as const;
  const cells = relays.flatMap((relay, curve) =>
    jobs.map((count, point): Cell => {
      const scenario = aScenario({ relay, jobs: count, warmup: 1, duration: 2 });
      return {
        ...{ curve, point, title: `${relay} ${count}`, scenario },
        ...{ environment: { CURVE: relay }, program: null, warnings: [] },
      };
    }),
  );
  const sweep = aSweep({
    ...{ status: 'interrupted', ended: null, environment: null, repeat: 3, seed: 7 },
    values: jobs.map((number) => ({ text: String(number), number })),
    curves: relays.map((relay) => aCurve(relay, [[], [], []])),
    ...changes,
  });
  return { sweep, cells };
}

const rateOf = ({ scenario }: { scenario: { jobs: number } }): number => 1e9 * scenario.jobs;

const good: Story = (request) => {
  const { results } = aSummary();
  return { results: { ...results!, bits_per_second: rateOf(request) } };
};

async function measure(story: Story, changes: Partial<PreparedSweep['sweep']> = {}, endsAt: number | null = null) {
  const world = new World(story);
  world.endsAt = endsAt;
  const folder = temporaryFolder();
  const sweep = await measurePoints(prepared(changes), folder, world.hooks, world.run);
  const saved = sweepSchema.parse(JSON.parse(readFileSync(join(folder, 'sweep.json'), 'utf8')));
  return { sweep, saved, world };
}

const orderOf = ({ requests }: World): string[] => requests.map(({ scenario }) => `${scenario.relay} ${scenario.jobs}`);

test('every point as often as asked for, in passes, each in an order of its own', async () => {
  const { sweep, saved, world } = await measure(good);
  expect(saved).toEqual(sweep);
  expect(sweep).toMatchObject({ status: 'complete', environment: { cpus: 2 } });
  expect(sweep.ended).not.toBeNull();
  const order = orderOf(world);
  expect(order).toHaveLength(18);
  const passes = [0, 6, 12].map((from) => order.slice(from, from + 6));
  for (const pass of passes) expect(new Set(pass).size).toBe(6);
  expect(new Set(passes.map((pass) => pass.join())).size).toBe(3);
  for (const { points } of sweep.curves) {
    expect(points.map(({ figures }) => figures.rate?.median)).toEqual(jobs.map((count) => count * 1e9));
    expect(points.map(({ runs }) => runs.map(({ repeat }) => repeat))).toEqual(jobs.map(() => [1, 2, 3]));
    const { relays_cpu: cpu, relays_rss: rss, relays_cost: cost } = points[0]!.figures;
    expect(cpu!.median).toBeCloseTo(0.98 + 0.61, 9);
    expect(rss!.median).toBe(13_200_000);
    expect(cost!.median).toBeCloseTo(2.5127 + 1.564, 9);
  }
  expect(world.requests.map(({ environment }) => environment!['CURVE'])).toEqual(
    world.requests.map(({ scenario }) => scenario.relay),
  );
  expect(world.places[0]).toMatch(/^1\/18 /);
});

test('the seed decides the order', async () => {
  const [first, again, other] = await Promise.all([7, 7, 8].map((seed) => measure(good, { seed })));
  expect(orderOf(again!.world)).toEqual(orderOf(first!.world));
  expect(orderOf(other!.world)).not.toEqual(orderOf(first!.world));
});

test('a run that the machine spoils is made again at once, and at most twice', async () => {
  const story: Story = (request, at) => ({ ...good(request, at), ...(at > 0 && at < 4 ? disturbed : {}) });
  const { sweep, world } = await measure(story, { repeat: 1 });
  const order = orderOf(world);
  expect(order).toHaveLength(8);
  expect(new Set(order.slice(1, 4)).size).toBe(1);
  const points = sweep.curves.flatMap((curve) => curve.points);
  const [spoilt, ...more] = points.filter(({ runs }) => runs.length > 1);
  expect(more).toEqual([]);
  expect(spoilt!.runs.map(({ attempt, status }) => `${attempt} ${status}`)).toEqual([
    '1 invalid',
    '2 invalid',
    '3 invalid',
  ]);
  expect(spoilt).toMatchObject({ counted: 1, doubtful: true });
});

test('what fails is not made again, and the rest is run', async () => {
  const { sweep, world } = await measure(
    (request, at) => {
      if (request.scenario.relay === 'haproxy' && request.scenario.jobs === 4) {
        throw new ExpectedError('file-limit', 'too many jobs');
      }
      return request.scenario.relay === 'haproxy' ? died : good(request, at);
    },
    { repeat: 2 },
  );
  expect(world.requests).toHaveLength(12);
  const [nginx, haproxy] = sweep.curves;
  expect(nginx!.points.every(({ counted }) => counted === 2)).toBe(true);
  expect(haproxy!.points.every(({ counted, figures }) => counted === 0 && figures.rate === null)).toBe(true);
  expect(haproxy!.points[2]!.runs[0]).toMatchObject({ folder: null, reason: { code: 'file-limit' } });
  expect(haproxy!.points[0]!.runs[0]).toMatchObject({ folder: expect.stringMatching(/^run-/), status: 'failed' });
});

test('Ctrl-C keeps what was measured, and nothing is begun after it', async () => {
  const { sweep, saved, world } = await measure(good, {}, 4);
  expect(world.requests).toHaveLength(5);
  expect(saved).toEqual(sweep);
  expect(sweep.status).toBe('interrupted');
  const runs = sweep.curves.flatMap(({ points }) => points.flatMap((point) => point.runs));
  expect(runs.map(({ status }) => status).sort()).toEqual(['interrupted', 'ok', 'ok', 'ok', 'ok']);
  const untouched = sweep.curves.flatMap(({ points }) => points).find((point) => point.runs.length === 0);
  expect(untouched).toEqual(pointOf([]));
});

test('a place that cannot be written to ends it', async () => {
  const world = new World(() => {
    throw new ExpectedError('cannot-write', 'the disk is full');
  });
  await expect(measurePoints(prepared(), temporaryFolder(), world.hooks, world.run)).rejects.toThrow('disk is full');
  expect(world.requests).toHaveLength(1);
});

test('a run that loses a host is made again; of one that cannot be begun without it, the others are run', async () => {
  const { sweep, world } = await measure(
    (request, at) => {
      if (request.scenario.jobs === 4) throw new ExpectedError('host-unreachable', 'lab1: No route to host');
      return at === 1 ? lost : good(request, at);
    },
    { repeat: 1 },
  );
  const points = sweep.curves.flatMap((curve) => curve.points);
  const withoutHost = points.filter(({ runs }) => runs[0]!.reason?.code === 'host-unreachable');
  expect(withoutHost.map(({ runs, counted }) => [runs.length, counted])).toEqual([
    [1, 0],
    [1, 0],
  ]);
  const again = points.filter(({ runs }) => runs.length > 1);
  expect(again.flatMap(({ runs }) => runs.map(({ status }) => status))).toEqual(
    again.length === 0 ? [] : ['failed', 'ok'],
  );
  expect(world.requests.length).toBe(6 + again.length);
  expect(sweep.status).toBe('complete');
});

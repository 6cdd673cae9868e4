import { expect, test } from 'vitest';
import type { SavedDocument } from '../../../src/model/saved.js';
import { metricsOf } from '../../../src/model/metrics.js';
import { againText } from '../../../src/report/saved/again.js';
import { entryOf, unreadableEntry } from '../../../src/report/saved/entry.js';
import { historyOf } from '../../../src/report/saved/history-data.js';
import { historyText } from '../../../src/report/saved/history-text.js';
import { listText } from '../../../src/report/saved/list-text.js';
import { aCapture } from '../../fixtures/capture.js';
import { aCapacity, aSweep } from '../../fixtures/curves.js';
import { someComparisons } from '../../fixtures/comparisons.js';
import { aComparison } from '../../fixtures/comparison.js';
import { aBench, aConfiguration, anEnvironment, anRrSummary } from '../../fixtures/summary.js';
import { aRunOf, at, changed, threeBuilds, usual } from '../../fixtures/saved.js';

const place = (id: string) => ({ id, name: id.slice(-4), path: `/home/user/flimflam-runs/${id}` });

const entry = (saved: SavedDocument, id = '20261123-101502-some-thing-3f2a') => entryOf(place(id), saved, usual);

const started = at(23, 10);

const all = () => [
  ...threeBuilds()
    .slice(5, 8)
    .map((document) => entry({ kind: 'run', document }, document.id)),
  entry({
    kind: 'run',
    document: anRrSummary({
      started,
      configuration: aConfiguration({ workload: 'builtin-rr', jobs: 64, relay_options: { reuseport: 'on' } }),
    }),
  }),
  entry({
    kind: 'run',
    document: aRunOf({ day: 23, hour: 10 }, { capture: aCapture({ kind: 'stat' }) }),
  }),
  entry({ kind: 'bench', document: aBench({ started }) }),
  entry({ kind: 'comparison', document: aComparison({ change: 0.058, noise: 0.01 }, { started }) }),
  entry({
    kind: 'comparisons',
    document: someComparisons({ workload: 'builtin', changes: { started } }, { workload: 'builtin-rr' }),
  }),
  entry({ kind: 'sweep', document: aSweep({ started, status: 'interrupted' }) }),
  entry({ kind: 'capacity', document: aCapacity({ started }) }),
  { ...unreadableEntry(place('20261123-101502-builtin-nginx-tcp-3f2a'), 'run', '\u001B[31mhalf a file'), started },
];

test('a list of everything', async () => {
  const text = listText(all());
  await expect(text).toMatchFileSnapshot('../golden/saved-list.txt');
  for (const line of text.split('\n')) expect(Array.from(line).length).toBeLessThanOrEqual(100);
  expect(text).not.toContain('\u001B');
});

test('streams alone fit 80 columns, and years are said when there are two', () => {
  const runs = threeBuilds().map((document) => entry({ kind: 'run', document }, document.id));
  const text = listText(runs, 80);
  for (const line of text.split('\n')) expect(Array.from(line).length).toBeLessThanOrEqual(80);
  expect(text).toMatch(/^11-10 10:00 /m);
  const old = entry({ kind: 'run', document: aRunOf({ day: 1, hour: 1 }, { started: '2024-05-01T12:00:00.000Z' }) });
  expect(listText([old, ...runs])).toMatch(/^2026-11-10 10:00 /m);
});

test('an entry is for programs: everything is there, and what is not known is null', () => {
  const keys = all().map((one) => Object.keys(one));
  for (const one of keys) expect(one).toEqual(keys[0]);
  expect(entry({ kind: 'run', document: aRunOf({ day: 23, hour: 10 }) })).toMatchObject({
    ...{ kind: 'run', status: 'ok', reason: null, workloads: ['builtin'], relays: ['nginx'], protocols: ['tcp'] },
    ...{ scenario: 'builtin nginx', captured: null, bits_per_second: 3e9, operations_per_second: null },
    ...{ relays_cost: 4, relays_cost_unit: 'GB', latency_p99: null, answer: null },
    build: { version: '1.26.3', build_id: '9c1e44d077ab0123', proton_build_id: null },
  });
  expect(unreadableEntry(place('20261123-101502-a-3f2a'), 'run', 'why')).toMatchObject({
    ...{ status: 'unreadable', reason: 'why', started: '2026-11-23T10:15:02.000Z', relays_cost: null },
  });
  expect(unreadableEntry(place('mine'), 'run', 'why').started).toBeNull();
});

test('a comparison that was stopped is failed, a bench is as its worst run', () => {
  const stopped = aComparison({}, { status: 'stopped', stopped_because: 'B fails in every run' });
  expect(entry({ kind: 'comparison', document: stopped })).toMatchObject({
    status: 'failed',
    reason: 'B fails in every run',
  });
  expect(entry({ kind: 'bench', document: aBench() })).toMatchObject({ status: 'ok', reason: null });
  expect(entry({ kind: 'bench', document: aBench({ rows: [] }) })).toMatchObject({ status: 'failed' });
});

const histories = (runs: ReturnType<typeof threeBuilds>, calibrations: { noise: number; pairs: number }[] = []) => {
  const metrics = metricsOf({ hops: 2, counted: false });
  const cost = metrics.find(({ name }) => name === 'cpu')!;
  return [historyOf(runs, metrics[0]!, calibrations), historyOf(runs, cost, calibrations)] as const;
};

const options = { scenario: 'builtin nginx', environment: anEnvironment(), leftOut: {} };

test.each([
  ['history-three-builds', threeBuilds(), [], { scenario: 0, machine: 2, captured: 1, unreadable: 0 }],
  ['history-calibrated', threeBuilds(), [{ noise: 0.02, pairs: 30 }], {}],
  ['history-one-run', threeBuilds().slice(0, 1), [], {}],
  ['history-nothing-counts', changed(threeBuilds(), { status: 'failed', results: null }, 0, 4), [], {}],
  ['history-other-kernel', changed(threeBuilds(), { environment: anEnvironment({ kernel: '6.13.0' }) }, 5), [], {}],
])('%s', async (name, runs, calibrations, leftOut) => {
  const text = historyText(histories(runs, calibrations), { ...options, leftOut });
  await expect(text).toMatchFileSnapshot(`../golden/${name}.txt`);
  for (const line of text.split('\n')) expect(Array.from(line).length).toBeLessThanOrEqual(100);
  const chart = text.split('\n\n').find((block) => block.startsWith('throughput\n')) ?? '';
  for (const line of chart.split('\n')) expect(Array.from(line).length).toBeLessThanOrEqual(80);
});

test('two runs side by side', () => {
  const [before, now] = [
    aRunOf({ day: 1, hour: 10 }),
    aRunOf({ day: 2, hour: 10, build: '44d09c1e', rate: 3.3, cost: 3.8 }),
  ];
  const text = againText(before, now);
  expect(text).toContain('throughput 3.00 Gb/s -> 3.30 Gb/s (+10.0 %); CPU-s/GB relays 4.00 -> 3.80 (-5.0 %)');
  expect(text.replaceAll(/\s+/g, ' ')).toContain('build 1.26.3 9c1e44d0 -> 1.26.3 44d09c1e');
  expect(text).toContain('two runs are no comparison');
  expect(againText(before, { ...before, results: null, resources: {} })).toContain('throughput 3.00 Gb/s -> -;');
});

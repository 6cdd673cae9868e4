import { expect, test } from 'vitest';
import { reportPage } from '../../../src/report/page/report.js';
import { runsReport } from '../../../src/report/pages/runs.js';
import { profileOf } from '../../fixtures/profile.js';
import { aConfiguration, anRrSummary, aSummary } from '../../fixtures/summary.js';
import { barsOf, figuresOf, markupOf } from './figures.js';

const builtin = aSummary({
  ...{ id: '20261123-101602-builtin-builtin-tcp-77ab', status: 'invalid' },
  status_reason: { code: 'disturbed', message: 'other programs used 9.0 % of the machine' },
  configuration: aConfiguration({ relay: 'builtin', hops: 1 }),
});
const extras = { latency: null, profile: null, folder: 'flimflam-runs/x' };
const report = runsReport([aSummary(), builtin, anRrSummary()].map((summary) => ({ summary, extras })));

test('figures stand side by side, a run that is not ok is hollow, and it is said that this is no comparison', () => {
  const { rows } = barsOf(report, 'all-throughput-stream');
  expect(rows.map(({ name, value, doubtful, text }) => [name, value, doubtful, text])).toEqual([
    ['nginx builtin 3f2a', 3.12e9, false, '3.12 Gb/s'],
    ['builtin builtin 77ab', 3.12e9, true, '3.12 Gb/s, invalid'],
    // It counts requests.
    ['nginx builtin-rr 3f2a', null, false, '-'],
  ]);
  expect(report.notice).toMatch(/^Runs are no comparison/);
  expect(markupOf(report, 'side-by-side').match(/<tr/g)).toHaveLength(4);
});

test('the cost is that of all relays of each chain', () => {
  const { rows } = barsOf(report, 'all-cpu-stream');
  const [nginx, one] = rows.map(({ value }) => value);
  expect(nginx).toBeGreaterThan(one!);
});

test('each run follows whole, and all figures of the page have names of their own', () => {
  expect(report.sections.map(({ id }) => id)).toEqual(['side-by-side', 'run-1', 'run-2', 'run-3']);
  expect(markupOf(report, 'run-2')).toContain('other programs used 9.0 % of the machine');
  const ids = figuresOf(report).map(({ id }) => id);
  expect(ids.filter((id) => id.startsWith('run-1-')).length).toBeGreaterThan(1);
  expect(new Set(ids).size).toBe(ids.length);
  const part = { text: '', sha256: '' };
  const all = [...reportPage(report, { script: part, style: part }).matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(all).size).toBe(all.length);
});

test('a page has no room for several flame graphs, and says where they are', () => {
  const profile = profileOf([[['relay1', 'worker', 'f'], 1e6]]);
  const captured = runsReport([aSummary(), builtin].map((summary) => ({ summary, extras: { ...extras, profile } })));
  expect(captured).not.toHaveProperty('graph');
  expect(captured.notes[0]).toContain('flimflam flamegraph A B');
});

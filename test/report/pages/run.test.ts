import { expect, test } from 'vitest';
import type { Chart } from '../../../src/report/charts/chart.js';
import type { Figure } from '../../../src/report/page/figure.js';
import { reportPage, type Report } from '../../../src/report/page/report.js';
import { runReport } from '../../../src/report/pages/run.js';
import { runText } from '../../../src/report/run-text.js';
import type { Summary } from '../../../src/model/summary.js';
import { aCapture } from '../../fixtures/capture.js';
import { aLongRun } from '../../fixtures/long-run.js';
import { profileOf } from '../../fixtures/profile.js';
import { aConfiguration, anRrSummary, aSummary, aTrust } from '../../fixtures/summary.js';

const nothing = { text: '', sha256: '' };
const bundle = { script: nothing, style: nothing };
const extras = { latency: null, profile: null, folder: 'flimflam-runs/a-run' };

const reportOf = (summary: Summary): Report => runReport(summary, extras);

const figuresOf = ({ sections }: Report): Figure[] =>
  sections.flatMap(({ content }) => content.filter((part): part is Figure => 'chart' in part));

const figureOf = (report: Report, id: string): Figure => figuresOf(report).find((one) => one.id === id)!;

function chartOf<K extends Chart['kind']>(report: Report, id: string, kind: K): Extract<Chart, { kind: K }> {
  const { chart } = figureOf(report, id);
  expect(chart.kind).toBe(kind);
  return chart as Extract<Chart, { kind: K }>;
}

/** Markup of a section as text. */
const textOf = ({ sections }: Report, id: string): string => {
  const found = sections.find((section) => section.id === id)!;
  return found.content.map((part) => ('chart' in part ? '' : part.text.replaceAll(/<[^>]+>/gu, ' '))).join('\n');
};

const facts = (report: Report): Record<string, string> =>
  Object.fromEntries(report.facts.map(({ label, value }) => [label, value]));

test('the answer, and the figures that everybody asks for', () => {
  const report = reportOf(aSummary());
  expect(report.answer).toBe('3.12 Gb/s through 2 nginx relays; relay 1 was the limit');
  expect([report.title, report.subtitle]).toEqual([
    'builtin over nginx, tcp, 2 jobs, 2 relay threads',
    'window 5.0 s after 5.0 s warm-up',
  ]);
  expect(facts(report)).toEqual({
    Throughput: '3.12 Gb/s',
    'CPU-s/GB relays': '4.08',
    'Limited by': 'relay 1',
    Trust: 'every check passed',
    Run: '20261123-101502-builtin-nginx-tcp-3f2a',
    Started: '2026-11-23 10:15:02 UTC',
    Build: '1.26.3 9c1e44d0',
  });
  expect(report.notice).toBeUndefined();
  expect(report.sections.map(({ id }) => id)).toEqual(['over-time', 'resources', 'trust', 'again']);
});

test('requests: operations and p99 first', () => {
  const report = reportOf(anRrSummary());
  expect(report.answer).toBe('32,345 operations/s through 2 nginx relays, 99 % within 143 µs; relay 1 was the limit');
  expect(facts(report)).toMatchObject({ Operations: '32,345/s', 'p99 of latency': '143 µs' });
});

test('what is not to be relied on says so before any figure, and why', () => {
  const reason = { code: 'disturbed', message: 'other programs used 14.6 % of the machine' };
  const trust = aTrust({ ok: false, problems: [reason.message] });
  const invalid = reportOf(aSummary({ status: 'invalid', status_reason: reason, trust }));
  expect(invalid.answer).toMatch(/^INVALID: 3\.12 Gb\/s/u);
  expect(invalid.notice).toBe(`INVALID (disturbed): ${reason.message}; do not rely on the figures below`);
  expect(facts(invalid)['Trust']).toBe('NOT ok');
  const failed = reportOf(
    aSummary({
      ...{ status: 'failed', status_reason: { code: 'relay-died', message: 'relay 1 ended' } },
      ...{ results: null, resources: {}, trust: null, series: null, limited_by: null, environment: null },
    }),
  );
  expect([failed.answer, failed.notice]).toEqual([
    'FAILED: nothing was measured',
    'FAILED (relay-died): relay 1 ended',
  ]);
  expect(failed.sections.map(({ id }) => id)).toEqual(['again']);
  expect(figuresOf(failed)).toEqual([]);
});

test('over time: the warm-up lies left of 0, and relays have their colours', () => {
  const report = reportOf(
    aSummary({
      series: {
        interval: 0.1,
        // The last sample is of a time when processes end.
        time: [-0.100_04, 0, 0.1, 0.2, 5.1],
        bits_per_second: [3.1e9, 3_123_456_789, null, 3e9, 0],
        cpu: { flimflam: [0.01, 0, 0, 0], server: [0.1, 0.1, 0.1, 0.1], relay_10: [1, 1, 1, 1], relay_2: [1, 1, 1, 1] },
        rss: { flimflam: [9e7, 9e7, 9e7, 9e7], relay_2: [6_602_752, 6_602_752, 6_602_752, null] },
      },
    }),
  );
  const chart = chartOf(report, 'throughput', 'xy');
  expect(chart.series).toMatchObject([{ x: [-0.1, 0, 0.1, 0.2], y: [3.1e9, 3.123e9, null, 3e9], colour: 0 }]);
  expect(chart.ranges).toEqual([{ axis: 'x', from: -0.1, to: 0, name: 'warm-up' }]);
  expect(figureOf(report, 'throughput').about).toContain('the average of the window, 3.12 Gb/s');
  expect(chart.rules).toEqual([
    { axis: 'y', at: 3.12e9, name: '' },
    { axis: 'x', at: 0, name: 'window' },
  ]);
  const drawn = (id: string) => chartOf(report, id, 'xy').series.map(({ name, colour }) => [name, colour]);
  expect(drawn('cpu')).toEqual([
    ['relay 2', 2],
    ['relay 10', 7],
    ['server', 4],
    ['flimflam', 5],
  ]);
  // Flimflam's own memory is in the data, and not in the picture.
  expect(drawn('memory')).toEqual([['relay 2', 2]]);
  expect(figureOf(report, 'memory').table.columns.map(({ title }) => title)).toEqual([
    'time (s)',
    'relay 2 (bytes)',
    'flimflam (bytes)',
  ]);
});

test('a figure of which nothing is known is left out', () => {
  const series = { interval: 0.1, time: [0, 0.1], bits_per_second: [null, null], cpu: {}, rss: { relay_1: [1, 2] } };
  expect(figuresOf(reportOf(aSummary({ series }))).map(({ id }) => id)).toEqual(['memory', 'cpu-time']);
});

test('latency: curves of the histograms, or the percentiles where there is none', () => {
  const curve = { name: 'latency', share: [0, 0.5, 0.9], seconds: [0, 5e-5, 8e-5] };
  const whole = runReport(anRrSummary(), { ...extras, latency: [curve] });
  const chart = chartOf(whole, 'percentiles', 'xy');
  expect([chart.x.scale, chart.y.scale]).toEqual(['tail', 'log']);
  // Nothing at all has no place on a logarithmic axis, but it stands in the data.
  expect(chart.series).toMatchObject([{ x: curve.share, y: [null, 5e-5, 8e-5], drawn: 'line' }]);
  expect(figureOf(whole, 'percentiles').table.columns[2]!.values).toEqual(curve.seconds);
  const few = reportOf(anRrSummary());
  expect(chartOf(few, 'percentiles', 'xy').series).toMatchObject([
    { x: [0.5, 0.9, 0.99, 0.999, 0.9999], y: [58.4e-6, 85e-6, 143e-6, 0.00123, 0.00331], drawn: 'both' },
  ]);
  expect(figureOf(few, 'percentiles').about).toContain('no histogram of this run');
});

test('other results stand as in the text: failures, fairness, memory, ceilings', () => {
  const results = {
    ...anRrSummary().results!,
    failures: { refused: 2, reset: 0, timeout: 0, ports: 0, closed: 0, other: 0 },
    fairness: { count: 4, jain: 0.98, min: 1e6, median: 2e6, max: 3e6 },
  };
  const summary = anRrSummary({
    results,
    memory_per_connection: { relay_1: { before: 1e6, connected: 3e6, after: 2e6, per_connection: 1000 } },
    ceilings: { none: 100_000, builtin: 64_690 },
  });
  const report = reportOf(summary);
  const words = (text: string): string => text.replaceAll(/\s+/gu, ' ');
  for (const part of [
    'failures 2 refused',
    "fairness Jain's index 0.980",
    'memory of relay 1 1.0 kB for each connection',
  ])
    expect(words(textOf(report, 'results')).replaceAll('&#39;', "'")).toContain(part);
  expect(chartOf(report, 'ceilings', 'bars').rows.map(({ name, value, text }) => [name, value, text])).toEqual([
    ['no relay', 100_000, '100,000/s; this run reaches 32 %'],
    ['builtin relay', 64_690, '64,690/s; this run reaches 50 %'],
    ['this run (nginx)', 32_345, '32,345/s'],
  ]);
});

test('the ledger of the machine, each share with its name', () => {
  const chart = chartOf(reportOf(aSummary()), 'cpu-time', 'bars');
  expect(chart.rows.map(({ name, value, colour }) => [name, value, colour])).toEqual([
    ['relay 1', 0.49, 1],
    ['relay 2', 0.306, 2],
    ['foreign programs', 0.006, 5],
    ['unattributed (interrupts)', 0.001, 5],
    ['steal (the host of this machine)', 0, 5],
    ['idle', 0.012, 5],
  ]);
  const library = { path: '/lib/libqpid-proton-core.so.10', build_id: '77ab0123456789abcdef' };
  const shared = aTrust({
    libraries: { relay_2: [library], relay_1: [library] },
    builds: [{ ...library, flags: 'GNU C17 12.2.0 -O2 -g', sanitizer: null }],
    log: { errors: 1, warnings: 0, lines: ['[error] <b>upstream</b> timed out'] },
  });
  const told = textOf(reportOf(aSummary({ trust: shared })), 'trust').replaceAll(/\s+/gu, ' ');
  expect(told).toContain('/lib/libqpid-proton-core.so.10 77ab01234567 relay 1, relay 2');
  expect(told).toContain('-O2 -g');
  expect(told).toContain('[error] &lt;b&gt;upstream&lt;/b&gt; timed out');
});

test('all that it takes to do it again, as it would be typed', () => {
  const summary = aSummary({
    configuration: aConfiguration({ relay_options: { workers: "it's" } }),
    capture: aCapture({ kind: 'stat' }),
  });
  const report = runReport(summary, { ...extras, folder: 'my runs/one' });
  const told = textOf(report, 'again').replaceAll('&#39;', "'");
  expect(told).toContain('flimflam stat \\\n  --workload builtin \\\n');
  expect(told).toContain(String.raw`--relay-option 'workers=it'\''s'`);
  expect(told).toContain("'my runs/one/reproduce.sh'");
  for (const part of ['/usr/sbin/nginx -c relay1/nginx.conf', 'worker_processes 2;', 'export PATH=/usr/sbin:/usr/bin'])
    expect(told).toContain(part);
  expect(report.notice).toMatch(/^This run was captured, which costs speed: stat of relay 1, relay 2/u);
});

test('a profile is a flame graph on the same page, and the text is all of the text', () => {
  const profile = profileOf([[['relay1', 'worker', 'f'], 1e6]]);
  const summary = aSummary({ capture: aCapture({ kind: 'flamegraph' }) });
  const report = runReport(summary, { ...extras, profile });
  expect(report.graph?.data).toMatchObject({ kind: 'profile', unit: 'ns' });
  expect(report.texts[0]!.text).toBe(runText(summary, { colour: false, folder: extras.folder }));
});

test('several runs can share a page', () => {
  const report = runReport(anRrSummary(), { ...extras, prefix: 'run-2-' });
  const ids = [...report.sections.map(({ id }) => id), ...figuresOf(report).map(({ id }) => id)];
  expect(ids.filter((id) => !id.startsWith('run-2-'))).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
});

test('ten minutes of two relays stay far below 1.5 MB, script and style included', () => {
  const page = reportPage(reportOf(aLongRun(600)), bundle);
  // What is built of src/report/client takes 0.12 MB.
  expect(Buffer.byteLength(page) + 130_000).toBeLessThan(1_500_000);
  const longer = reportPage(reportOf(aLongRun(1200)), bundle);
  expect(longer.length).toBeGreaterThan(page.length);
});

import { expect, test } from 'vitest';
import { runText } from '../../src/report/run-text.js';
import { textWidth } from '../../src/report/layout.js';
import { savedLoad, usualLoad } from '../../src/model/load.js';
import type { Summary } from '../../src/model/summary.js';
import { aConfiguration, anEnvironment, anRrSummary, aSummary, aTrust } from '../fixtures/summary.js';

const folder = 'flimflam-runs/20261123-101502-builtin-nginx-tcp-3f2a';
const plain = { colour: false, folder };

const invalidTrust = aTrust({
  ok: false,
  problems: ['foreign CPU time 12.4 %, more than 2 %', "the workload's bytes are not the kernel's"],
  cpu: { ours: 0.861, by_role: {}, foreign: 0.124, unattributed: 0, steal: 0.004, idle: 0.011 },
  bytes: { workload: 1_950_117_000, kernel: 1_650_117_000, agree: false },
  log: {
    errors: 1,
    warnings: 2,
    lines: ['2026/11/23 [error] upstream \u001B[31mtimed\u001B[0m out', 'warn 1', 'warn 2', 'warn 3'],
  },
});

const skrouterdLibraries = [
  { path: '/opt/router/sbin/skrouterd', build_id: '44d00123456789abcdef' },
  { path: '/opt/proton/lib64/libqpid-proton-core.so.10.14.0', build_id: '77ab0123456789abcdef' },
  { path: '/usr/lib/x86_64-linux-gnu/libc.so.6', build_id: 'c0ffee' },
];

const cases: Record<string, Summary> = {
  ok: aSummary(),
  'rr-with-latency': anRrSummary(),
  'rr-few-samples': anRrSummary({
    results: {
      ...anRrSummary().results!,
      latency: {
        count: 612,
        average: 61e-6,
        min: 31e-6,
        max: 0.004,
        p50: 58e-6,
        p90: 85e-6,
        p99: null,
        p999: null,
        p9999: null,
      },
    },
  }),
  'rr-open-loop': anRrSummary({
    configuration: aConfiguration({
      workload: 'builtin-rr',
      load: savedLoad({ ...usualLoad, rate: { unit: 'requests', perSecond: 32_500 } }),
    }),
    results: {
      ...anRrSummary().results!,
      operation: 'a 1-byte request and its 1-byte response, open loop: sent at fixed times, 32,500/s',
      open_loop: {
        rate_asked: 32_500,
        rate_achieved: 32_345,
        planned: 162_500,
        sent: 162_500,
        answered: 161_725,
        service: { ...anRrSummary().results!.latency!, p99: null, p999: null, p9999: null },
        lag: { ...anRrSummary().results!.latency!, average: 0.6e-6, p50: 0.4e-6, p90: 0.9e-6, p9999: null },
      },
    },
  }),
  'crr-with-failures': anRrSummary({
    status: 'failed',
    status_reason: {
      code: 'workload-failed',
      message: '7 of 161,732 connections failed: 2 refused: nobody listened, 5 reset by the other side',
    },
    configuration: aConfiguration({ workload: 'builtin-crr' }),
    results: {
      ...anRrSummary().results!,
      operation: 'a connection with a 1-byte request and its 1-byte response, closed loop',
      connect_latency: { ...anRrSummary().results!.latency!, average: 21e-6, p50: 20e-6, p9999: null },
      failures: { refused: 2, reset: 5, timeout: 0, ports: 0, closed: 0, other: 0 },
    },
  }),
  'stream-paced': aSummary({
    configuration: aConfiguration({
      load: savedLoad({ ...usualLoad, direction: 'upload', rate: { unit: 'bits', perSecond: 3.12e9 }, verify: true }),
    }),
    results: {
      ...aSummary().results!,
      bit: 'payload sent by the client and received by the server; every byte checked',
      fairness: { count: 2, jain: 0.9992, min: 945_000_000, median: 975_058_500, max: 1_005_117_000 },
    },
  }),
  'idle-connections': aSummary({
    configuration: aConfiguration({ jobs: 5000, load: savedLoad({ ...usualLoad, active: 100 }) }),
    memory_per_connection: {
      relay_1: { before: 6_600_000, connected: 18_600_000, after: 18_500_000, per_connection: 2400 },
      relay_2: { before: 6_600_000, connected: 12_500_000, after: 6_700_000, per_connection: 1180 },
    },
  }),
  'rr-beside-streams': anRrSummary({
    configuration: aConfiguration({ workload: 'builtin-rr', load: savedLoad({ ...usualLoad, background: 2 }) }),
    results: {
      ...anRrSummary().results!,
      background: { streams: 2, bits: 15_600_936_000, bits_per_second: 3.12e9 },
    },
  }),
  'over-time': aSummary({
    series: {
      ...aSummary().series!,
      time: Array.from({ length: 62 }, (_, at) => (at - 11) / 10),
      bits_per_second: Array.from({ length: 62 }, (_, at) => (at === 40 ? 1.2e9 : 3.1e9 + (at % 7) * 1e7)),
    },
  }),
  ceilings: aSummary({ ceilings: { none: 17.05e9, builtin: 7.61e9 }, warnings: [] }),
  skrouterd: aSummary({
    configuration: aConfiguration({
      relay: 'skrouterd',
      hops: 3,
      relay_threads: 4,
      cpus: { relay_1: [2, 3], client: [6] },
      relay_options: { 'log-level': 'info' },
      output_dir: '/var/tmp/flimflam runs',
    }),
    plan: { ...aSummary().plan, cpus: { relay_1: [2, 3, 4], relay_2: [5], client: [6], server: null } },
    environment: anEnvironment({
      relay: { path: '/opt/router/sbin/skrouterd', build_id: '44d00123456789abcdef', version: 'UNKNOWN' },
      governor: 'performance',
      turbo: false,
    }),
    trust: aTrust({ libraries: { relay_1: skrouterdLibraries, relay_2: skrouterdLibraries } }),
    limited_by: 'client',
  }),
  none: aSummary({
    configuration: aConfiguration({ relay: 'none', hops: 0, jobs: 1 }),
    environment: anEnvironment({ relay: null }),
    plan: { ...aSummary().plan, cpus: { client: null, server: null } },
    resources: { client: aSummary().resources['client']!, server: aSummary().resources['server']! },
    limited_by: 'machine',
    warnings: [],
  }),
  invalid: aSummary({
    status: 'invalid',
    status_reason: { code: 'disturbed', message: 'other processes used 12.4 % of the machine in the window' },
    trust: invalidTrust,
    limited_by: null,
  }),
  'failed-without-results': aSummary({
    status: 'failed',
    status_reason: {
      code: 'relay-died',
      message:
        'relay 1 ended with exit code 1 before it was ready; its last lines:\n  nginx: [emerg] bind() to 127.0.0.1:20002 failed (98: Address already in use)',
    },
    results: null,
    resources: {},
    limited_by: null,
    trust: null,
    series: null,
    warnings: [],
  }),
  'interrupted-in-window': aSummary({
    status: 'interrupted',
    status_reason: { code: 'interrupted', message: 'Ctrl-C 2.1 s into the window' },
    results: null,
    limited_by: null,
    trust: null,
  }),
};

test.each(Object.entries(cases))('the text of a run: %s', async (name, summary) => {
  const text = runText(summary, plain);
  await expect(text).toMatchFileSnapshot(`golden/run-${name}.txt`);
});

test.each(Object.entries(cases))('no line of it is wider than 100 columns: %s', (_, summary) => {
  const wide = runText(summary, plain)
    .split('\n')
    .filter((line) => textWidth(line) > 100);
  expect(wide).toEqual([]);
});

/** A word wider than what is left of a line, such as a path, stays whole. */
const oneWord = /^(?:[A-Z]{5,}|saved)? +\S+$/u;

test.each(Object.entries(cases))('on a terminal of 80 columns it fits, and says the same: %s', (_, summary) => {
  const text = runText(summary, { ...plain, width: 80 });
  const wide = text.split('\n').filter((line) => textWidth(line) > 80 && !oneWord.test(line));
  expect(wide).toEqual([]);
  const words = (lines: string): string[] => lines.split(/\s+/u);
  expect(words(text)).toEqual(words(runText(summary, plain)));
});

test('tables and the line over time fit 80 columns wherever they are printed', () => {
  const tables = Object.values(cases).flatMap((summary) =>
    runText(summary, plain)
      .split('\n')
      .filter((line) => /^RESOURCES|^  (?:relay|client|server|over time) /u.test(line)),
  );
  expect(tables.length).toBeGreaterThan(50);
  expect(tables.filter((line) => textWidth(line) > 80)).toEqual([]);
});

test('colour makes headings bold and changes nothing else', () => {
  const coloured = runText(aSummary(), { colour: true, folder });
  expect(coloured).toContain('\u001B[1mRESULTS\u001B[22m');
  // oxlint-disable-next-line no-control-regex -- taking the colour away again
  expect(coloured.replaceAll(/\u001B\[\d+m/gu, '')).toBe(runText(aSummary(), plain));
});

test('a run without results shows no figures', () => {
  const text = runText(cases['failed-without-results']!, plain);
  expect(text).not.toContain('RESULTS');
  expect(text).not.toMatch(/b\/s/u);
});

test('log lines of relays cannot steer the terminal', () => {
  expect(runText(cases['invalid']!, plain)).not.toContain('\u001B');
});

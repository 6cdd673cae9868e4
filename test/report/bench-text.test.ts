import { expect, test } from 'vitest';
import type { Bench } from '../../src/model/summary.js';
import { benchText } from '../../src/report/bench-text.js';
import { aBench, aBenchRow, aBenchRun, aFailedBenchRun } from '../fixtures/summary.js';

const rr = { operations_per_second: 32_345, bits_per_second: 258_760, latency_p50: 58.4e-6, latency_p99: 0.00143 };
const rrCost = { cpu_seconds_per_gb: null, cpu_seconds_per_1000_operations: 0.0498 };
const noRelays = {
  relay_1_cpu: null,
  relay_1_rss: null,
  relay_2_cpu: null,
  relay_2_rss: null,
  cpu_seconds_per_gb: null,
};

const haproxy = { program: 'haproxy', needed_for: 'relay haproxy', install: 'sudo apt install haproxy' };
const death =
  'relay 1 ended with signal 11 (segmentation fault) 1.2 s into the window; its last lines:\n' +
  '  2026-11-23 10:15:02 ROUTER_CORE (critical) assertion failed: link->conn_id != 0 in core_client_api.c:512';

const cases: Record<string, Bench> = {
  once: aBench({
    rows: [
      aBenchRow([aBenchRun({ ...noRelays, bits_per_second: 17.05e9 })], {
        relay: 'none',
        of_none: 1,
        of_builtin: 2.24,
      }),
      aBenchRow([aBenchRun()]),
      aBenchRow([aBenchRun({ ...rr, ...rrCost })], { workload: 'builtin-rr', of_none: 0.62, of_builtin: 0.95 }),
      aBenchRow([aBenchRun({ ...rr, ...rrCost, bits_per_second: 0.812e9, relay_1_rss: 31_500_000 })], {
        workload: 'h2load-h1',
        relay: 'skrouterd',
        protocol: 'http1',
        of_none: null,
        of_builtin: null,
      }),
    ],
  }),
  'repeat-with-trouble': aBench({
    repeat: 3,
    rows: [
      aBenchRow([aBenchRun(), aBenchRun({ bits_per_second: 2.98e9 }), aBenchRun({ bits_per_second: 3.31e9 })]),
      aBenchRow([aBenchRun({ ...rr, ...rrCost }), aBenchRun({ ...rr, ...rrCost, operations_per_second: 30_100 })], {
        workload: 'builtin-rr',
      }),
      aBenchRow([aFailedBenchRun(death), aFailedBenchRun(death), aFailedBenchRun('the client printed garbage')], {
        relay: 'skrouterd',
        of_none: null,
        of_builtin: null,
      }),
      aBenchRow([aBenchRun({ bits_per_second: 0.92e9 }), aFailedBenchRun('the server never listened'), aBenchRun()], {
        workload: 'iperf3',
      }),
      aBenchRow([aBenchRun({ status: 'invalid', reason: 'other processes used 12.4 % of the machine' })], {
        relay: 'builtin',
      }),
      aBenchRow([], { relay: 'none' }),
    ],
    missing: [haproxy, { program: 'nghttpx', needed_for: 'relay nghttpx', install: 'sudo apt install nghttp2-proxy' }],
  }),
  empty: aBench({ rows: [], missing: [haproxy], environment: null }),
};

test.each(Object.entries(cases))('the text of a bench: %s', async (name, bench) => {
  await expect(benchText(bench, { folder: 'flimflam-runs' })).toMatchFileSnapshot(`golden/bench-${name}.txt`);
});

test('the table of a single pass fits 130 columns', () => {
  const widths = benchText(cases['once']!)
    .split('\n')
    .map((line) => line.length);
  expect(Math.max(...widths)).toBeLessThanOrEqual(130);
});

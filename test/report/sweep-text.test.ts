import { expect, test } from 'vitest';
import type { Sweep } from '../../src/model/sweep.js';
import { sweepText } from '../../src/report/sweep-text.js';
import { aCurve, aFailedSweepRun, aSweep, aSweepRun, runsAt } from '../fixtures/curves.js';
import { aConfiguration, aSummary } from '../fixtures/summary.js';

const spoilt = { status: 'invalid', reason: { code: 'disturbed', message: 'other programs used 9.0 %' } } as const;
const sizes = [
  { text: '1', number: 1 },
  { text: '100:65536', number: 100 },
];
const requests = { latency_p50: 60e-6, latency_p99: 143e-6, relays_cost: 0.0498 };
const direct = { relays_cpu: null, relays_rss: null, relays_cost: null };
const ofMany = (rate: number): number[] => [0, 1, 2, 3, 4, 5, 6, 7, 8].map((at) => rate * (1 + at / 100));

const cases: Record<string, Sweep> = {
  'two-relays': aSweep({
    curves: [
      ...aSweep().curves,
      aCurve('none', [runsAt([17e9, 16.4e9, 17.2e9], direct), runsAt([980e6, 1.02e9, 990e6], direct)]),
    ],
    warnings: aSummary().warnings,
  }),
  'requests-with-intervals': aSweep({
    configuration: aConfiguration({ workload: 'builtin-rr' }),
    counted: 'operations',
    axis: 'message_size',
    values: sizes,
    repeat: 9,
    curves: (['nginx', 'haproxy', 'builtin'] as const).map((relay, at) =>
      aCurve(relay, [
        runsAt(ofMany(30_000 + 5000 * at), requests),
        runsAt(ofMany(9000 + 800 * at), { ...requests, latency_p99: null }),
      ]),
    ),
  }),
  trouble: aSweep({
    status: 'interrupted',
    environment: null,
    curves: [
      aCurve('nginx', [
        [...runsAt([3.1e9, 3e9]), aFailedSweepRun({ repeat: 3 })],
        [aSweepRun(spoilt), aSweepRun({ ...spoilt, attempt: 2 }), aSweepRun({ ...spoilt, attempt: 3 })],
      ]),
      aCurve('haproxy', [[aFailedSweepRun()], []]),
      aCurve('builtin', [runsAt([9e9]).concat(aFailedSweepRun({ repeat: 2 })), []]),
    ],
  }),
  hops: aSweep({
    configuration: aConfiguration({ workload: 'builtin-rr' }),
    counted: 'operations',
    axis: 'hops',
    values: [0, 1, 2, 3].map((number) => ({ text: String(number), number })),
    repeat: 6,
    curves: [
      aCurve(
        'nginx',
        [0, 1, 2, 3].map((hops) =>
          runsAt([0, 1, 2, 3, 4, 5].map((at) => 30_000 - 7000 * hops + 10 * at)).map((run, at) =>
            Object.assign(run, direct, {
              relays_cost: hops === 0 ? null : 0.02 * hops + 0.0004 * at * hops,
              latency_p50: (25 + 40 * hops + ((at * 7 * hops) % 5)) * 1e-6,
            }),
          ),
        ),
      ),
    ],
  }),
  once: aSweep({
    repeat: 1,
    axis: 'hops',
    values: [0, 2].map((number) => ({ text: String(number), number })),
    curves: [aCurve('nginx', [runsAt([17e9], direct), runsAt([3.12e9])])],
  }),
};

test.each(Object.entries(cases))('the text of a sweep: %s', async (name, sweep) => {
  const text = sweepText(sweep, { folder: 'flimflam-runs/20261123-101502-sweep-3f2a' });
  await expect(text).toMatchFileSnapshot(`golden/sweep-${name}.txt`);
});

test('no line of a table is wider than 130 columns', () => {
  for (const sweep of Object.values(cases)) {
    for (const line of sweepText(sweep, { folder: '.' }).split('\n')) expect(line.length).toBeLessThanOrEqual(130);
  }
});

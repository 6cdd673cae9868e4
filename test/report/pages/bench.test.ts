import { expect, test } from 'vitest';
import { benchText } from '../../../src/report/bench-text.js';
import { drawChart } from '../../../src/report/charts/draw.js';
import { benchReport } from '../../../src/report/pages/bench.js';
import { aBench, aBenchRow, aBenchRun, aFailedBenchRun } from '../../fixtures/summary.js';
import { barsOf, dataOf, markupOf } from './figures.js';

const id = '20261123-101502-bench-3f2a';
const rr = { workload: 'builtin-rr', of_none: 0.62, of_builtin: null } as const;
const requests = (operations: number) =>
  aBenchRun({ operations_per_second: operations, bits_per_second: operations * 8, latency_p50: 58e-6 });

const bench = aBench({
  repeat: 3,
  missing: [{ program: 'haproxy', needed_for: 'relay haproxy', install: 'sudo apt install haproxy' }],
  rows: [
    aBenchRow([3.1e9, 3.3e9, 3.2e9].map((rate) => aBenchRun({ bits_per_second: rate }))),
    aBenchRow([aBenchRun(), aFailedBenchRun('relay 1 died'), aFailedBenchRun('relay 1 died')], { relay: 'nghttpx' }),
    aBenchRow([aBenchRun({ status: 'invalid', reason: 'other programs used 9 %', bits_per_second: 1e9 })], {
      relay: 'builtin',
      of_builtin: 1,
    }),
    aBenchRow([aFailedBenchRun('relay 1 ended with <signal> 11')], {
      relay: 'skrouterd',
      of_none: null,
      of_builtin: null,
    }),
    aBenchRow([aBenchRun({ bits_per_second: 17e9 })], { relay: 'none', of_none: 1, of_builtin: 2.2 }),
    aBenchRow([requests(32_000)], rr),
    aBenchRow([requests(40_000)], { ...rr, protocol: 'http1', relay: 'haproxy' }),
  ],
});

test('bars are medians with the range of the good runs; figure, shares and status stand beside them', () => {
  const { rows, axis } = barsOf(benchReport(bench, { id }), 'workload-builtin');
  expect(axis.quantity).toBe('bits/s');
  expect(rows.map(({ name, value, low, high, doubtful }) => [name, value, low, high, doubtful])).toEqual([
    ['nginx', 3.2e9, 3.1e9, 3.3e9, false],
    ['nghttpx', 3.12e9, null, null, false],
    ['builtin', 1e9, null, null, true],
    ['skrouterd', null, null, null, false],
    ['none', 17e9, null, null, false],
  ]);
  expect(rows.map(({ text }) => text)).toEqual([
    '3.20 Gb/s, 18 % of none, 41 % of builtin',
    '3.12 Gb/s, 18 % of none, 41 % of builtin, 1 of 3 runs ok',
    '!1.00 Gb/s, 18 % of none, invalid',
    'failed: relay 1 ended with <signal> 11',
    '17.0 Gb/s',
  ]);
});

test('a bar that is not to be relied on is hollow', () => {
  const picture = drawChart(barsOf(benchReport(bench, { id }), 'workload-builtin'), 900).text;
  expect(picture.match(/class="bar s\d+ hollow"/g)).toHaveLength(1);
  expect(picture.match(/class="bar /g)).toHaveLength(4);
});

test('a workload with operations is drawn by them, and a protocol that is not tcp is named', () => {
  const report = benchReport(bench, { id });
  const { rows, axis } = barsOf(report, 'workload-builtin-rr');
  expect([axis.quantity, rows.map(({ name, value }) => [name, value])]).toEqual([
    'rate',
    [
      ['nginx', 32_000],
      ['haproxy (http1)', 40_000],
    ],
  ]);
  expect(dataOf(report, 'workload-builtin-rr')).toMatchObject({
    operations_per_second: [32_000, 40_000],
    runs: [1, 1],
  });
});

test('the answer names the highest good rate through a relay, and the notice what to doubt', () => {
  const report = benchReport(bench, { id });
  expect(report.answer).toBe(
    'Highest rate through a relay: nginx 3.20 Gb/s (workload builtin); haproxy (http1) 40,000/s (workload builtin-rr)',
  );
  expect(report.notice).toBe('1 of 7 combinations have only invalid runs (!): do not rely on them; 1 have no figures.');
});

test('the matrix has a row for each relay, with what is not there left out', () => {
  const matrix = markupOf(benchReport(bench, { id }), 'matrix');
  expect(matrix.match(/<tr/g)).toHaveLength(7);
  expect(matrix).toContain('>failed</td>');
  expect(matrix).toContain('3.20 Gb/s<br><small>18 % of none, 41 % of builtin</small>');
});

test('all figures, troubles, what is missing and the text are there', () => {
  const report = benchReport(bench, { id });
  expect(markupOf(report, 'figures').match(/<tr/g)).toHaveLength(8);
  expect(markupOf(report, 'troubles')).toContain(
    'builtin over skrouterd, tcp: failed: relay 1 ended with &lt;signal&gt; 11',
  );
  expect(markupOf(report, 'missing')).toContain(
    '<b>haproxy</b>, needed for relay haproxy: <code>sudo apt install haproxy</code>',
  );
  expect(report.texts[0]!.text).toBe(benchText(bench, { folder: id }));
});

test('a bench of nothing is a page too', () => {
  const report = benchReport(aBench({ rows: [], environment: null }), { id });
  expect([report.answer, report.sections]).toEqual(['Nothing good could be measured', []]);
});

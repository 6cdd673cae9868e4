import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { Sweep } from '../../src/model/sweep.js';
import { reportPage, type Report } from '../../src/report/page/report.js';
import { benchReport } from '../../src/report/pages/bench.js';
import { capacityReport } from '../../src/report/pages/capacity.js';
import { historyReport } from '../../src/report/pages/history.js';
import { sweepReport } from '../../src/report/pages/sweep.js';
import { metricsOf } from '../../src/model/metrics.js';
import { historyOf } from '../../src/report/saved/history-data.js';
import { aCapacity, aCurve, aFailedSweepRun, aStep, aSweep, aSweepRun, runsAt } from '../fixtures/curves.js';
import { threeBuilds } from '../fixtures/saved.js';
import { aBench, aBenchRow, aBenchRun, aFailedBenchRun } from '../fixtures/summary.js';
import { expectAccessible } from './accessible.js';
import { open, reportBundle, withBrowser } from './opened.js';

withBrowser();

const openReport = (report: Report, options: Parameters<typeof open>[1] = {}): Promise<Page> =>
  open(reportPage(report, reportBundle), options);

const titlesIn = (page: Page, selector: string): Promise<string[]> =>
  page.locator(`${selector} title`).allTextContents();
const readout = async (page: Page, figure: string): Promise<string> =>
  (await page.locator(`#${figure} .readout`).innerText()).replaceAll(/\s+/gu, ' ');
const overflow = (page: Page): Promise<unknown> => page.evaluate('document.documentElement.scrollWidth - innerWidth');

const spoilt = { status: 'invalid', reason: { code: 'disturbed', message: 'other programs used 9.0 %' } } as const;

/** The knee of nginx is at 4; haproxy was never measured well at 2, and failed at 8. */
const sweep: Sweep = aSweep({
  values: [1, 2, 4, 8].map((number) => ({ text: String(number), number })),
  curves: [
    aCurve(
      'nginx',
      [[1e9, 1.1e9, 1.2e9], [2e9], [3.9e9, 4e9], [4e9, 4.1e9]].map((rates) => runsAt(rates)),
    ),
    aCurve('haproxy', [runsAt([2e9]), [aSweepRun({ ...spoilt, rate: 5e9 })], runsAt([3e9]), [aFailedSweepRun()]]),
  ],
});

test('a sweep: lines, rings and the knee can be read back, by mouse and by keys', async () => {
  const opened = await openReport(sweepReport(sweep));
  expect(await titlesIn(opened, '#rate .mark.circle')).toEqual([
    'nginx, jobs 1: 1.10 Gb/s (1.00 .. 1.20)',
    'nginx, jobs 2: 2.00 Gb/s',
    'nginx, jobs 4: 3.95 Gb/s (3.90 .. 4.00)',
    'nginx, jobs 8: 4.05 Gb/s (4.00 .. 4.10)',
    'haproxy, jobs 1: 2.00 Gb/s',
    'haproxy, jobs 4: 3.00 Gb/s',
  ]);
  expect(await titlesIn(opened, '#rate .mark.ring')).toEqual(['haproxy, jobs 2: !5.00 Gb/s']);
  expect(await opened.locator('#rate .rule text').allTextContents()).toEqual(['knee: nginx']);
  expect(await opened.locator('#rate .keys li').allTextContents()).toEqual(['nginx', 'haproxy', 'haproxy, invalid']);
  await opened.locator('#rate .drawing').focus();
  await opened.keyboard.press('End');
  expect(await readout(opened, 'rate')).toBe('8 nginx 4.05 Gb/s [4.00 Gb/s .. 4.10 Gb/s]');
  const knee = (await opened.locator('#rate .rule line').boundingBox())!;
  await opened.mouse.move(knee.x, knee.y + knee.height / 2);
  expect(await readout(opened, 'rate')).toBe('4 nginx 3.95 Gb/s [3.90 Gb/s .. 4.00 Gb/s] haproxy 3.00 Gb/s');
});

test('a search for the capacity: curves, limit, edges and what did not count can be read back', async () => {
  const steps = [...aCapacity().steps, aStep(32_000, 0.004, { ...spoilt, passed: null, missed: null })];
  const opened = await openReport(capacityReport(aCapacity({ steps })));
  expect(await opened.locator('#answer').innerText()).toMatch(/^builtin-rr over nginx answers 42,000 requests\/s/u);
  expect(await opened.locator('#response .rule text').allTextContents()).toEqual([
    'p99 must stay under 5 ms',
    '42,000/s passes',
    '44,000/s does not',
  ]);
  expect(await titlesIn(opened, '#response .mark.ring')).toEqual(['32,000/s: spoilt: other programs used 9.0 %']);
  await opened.locator('#cpu .drawing').focus();
  await opened.keyboard.press('Home');
  expect(await readout(opened, 'cpu')).toMatch(/^1,000\/s relay 1 0\.0167 relay 2 /u);
  expect(await opened.locator('#steps tbody tr').count()).toBe(8);
});

const bench = aBench({
  repeat: 3,
  missing: [{ program: 'iperf3', needed_for: 'workload iperf3', install: 'sudo apt install iperf3' }],
  rows: [
    aBenchRow([3.1e9, 3.3e9, 3.2e9].map((rate) => aBenchRun({ bits_per_second: rate }))),
    aBenchRow([aBenchRun({ status: 'invalid', reason: 'disturbed' })], { relay: 'builtin', of_builtin: 1 }),
    aBenchRow([aFailedBenchRun('relay 1 ended with signal 11')], { relay: 'skrouterd' }),
  ],
});

test('a bench: bars as long as their figures, hollow where they are doubtful, and the reason where there is none', async () => {
  const opened = await openReport(benchReport(bench, { id: '20261123-101502-bench-3f2a' }));
  const bars = opened.locator('#workload-builtin .bar');
  const wide = await Promise.all((await bars.all()).map(async (bar) => Number(await bar.getAttribute('width'))));
  expect(wide[1]! / wide[0]!).toBeCloseTo(3.12 / 3.2, 2);
  expect(await opened.locator('#workload-builtin .bar.hollow').count()).toBe(1);
  expect(await opened.locator('#workload-builtin .figure').allTextContents()).toEqual([
    '3.20 Gb/s, 18 % of none, 41 % of builtin',
    '!3.12 Gb/s, 18 % of none, invalid',
    'failed: relay 1 ended with signal 11',
  ]);
});

const history = (): Report => {
  const [rate, , cost] = [0, 1, 2].map((at) => metricsOf({ hops: 2, counted: false })[at]!);
  const series = [historyOf(threeBuilds(), rate!, []), historyOf(threeBuilds(), cost!, [])] as const;
  return historyReport(series, { scenario: 'builtin nginx', environment: null, leftOut: {} });
};

test('every page can be used by everybody: light, dark, and on a phone', async () => {
  const reports = [sweepReport(sweep), capacityReport(aCapacity()), benchReport(bench, { id: 'x' }), history()];
  for (const report of reports) {
    const opened = await openReport(report, { width: 360 });
    expect(await overflow(opened)).toBeLessThanOrEqual(0);
    for (const colorScheme of ['light', 'dark'] as const) {
      await opened.emulateMedia({ colorScheme });
      await expectAccessible(opened);
    }
  }
});

const hostile = '</script><img src=x onerror=alert(1)>"\'\u202Egnp.exe<b>&amp;';

test('names that look like markup are text and do not widen the page', async () => {
  const long = hostile.padEnd(10_000, 'x');
  const [curve] = sweep.curves;
  const opened = await openReport(
    sweepReport({
      ...sweep,
      curves: [
        {
          ...curve!,
          spec: long,
          points: [
            ...curve!.points.slice(0, 3),
            aCurve('nginx', [[aFailedSweepRun({ reason: { code: 'x', message: long } })]]).points[0]!,
          ],
        },
        { ...curve!, spec: hostile },
      ],
      warnings: [{ code: 'odd', message: long, advice: hostile }],
    }),
    { width: 360 },
  );
  expect(await opened.locator('img, main b, main script, footer b').count()).toBe(0);
  expect(await opened.locator('#rate .keys li').last().innerText()).toContain('</script><img src=x onerror=alert(1)>');
  for (const summary of await opened.locator('summary').all()) await summary.click();
  expect(await overflow(opened)).toBeLessThanOrEqual(0);
});

import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { Summary } from '../../src/model/summary.js';
import { reportPage } from '../../src/report/page/report.js';
import { runReport } from '../../src/report/pages/run.js';
import { profileOf } from '../fixtures/profile.js';
import { anEnvironment, anRrSummary, aSummary, aTrust, someResources } from '../fixtures/summary.js';
import { expectAccessible } from './accessible.js';
import { frame, open, reportBundle, withBrowser } from './opened.js';

withBrowser();

const extras = { latency: null, profile: null, folder: 'flimflam-runs/a-run' };

const openRun = (
  summary: Summary,
  options: Parameters<typeof open>[1] = {},
  more: Partial<Parameters<typeof runReport>[1]> = {},
): Promise<Page> => open(reportPage(runReport(summary, { ...extras, ...more }), reportBundle), options);

const time = Array.from({ length: 61 }, (_, at) => (at - 10) / 10);

/** 1 s of warm-up at 1 Gb/s, then 2 Gb/s; the CPU of relay 2 is not known in the middle. */
const known = (changes: Partial<Summary> = {}): Summary =>
  anRrSummary({
    series: {
      interval: 0.1,
      time,
      bits_per_second: time.map((at) => (at < 0 ? 1e9 : 2e9)),
      cpu: { relay_1: time.map(() => 0.5), relay_2: time.map((at) => (at > 2 && at < 3 ? null : 0.25)) },
      rss: { relay_1: time.map(() => 6_602_752) },
    },
    ...changes,
  });

test('what is drawn is what was measured: lines, gaps, warm-up, percentiles, ledger', async () => {
  const page = await openRun(known());
  expect(await page.locator('#answer').innerText()).toMatch(/^32,345 operations\/s through 2 nginx relays/u);
  const path = (figure: string, at = 0) => page.locator(`#${figure} path.line`).nth(at).getAttribute('d');
  const places = [...(await path('throughput'))!.matchAll(/[ML]([\d.]+),([\d.]+)/gu)].map(([, x, y]) => [
    Number(x),
    Number(y),
  ]);
  expect(places.length).toBe(61);
  const heights = places.map(([, y]) => y!);
  expect(new Set(heights).size).toBe(2);
  const zero = Number(await page.locator('#throughput .axis line:not(.grid)').getAttribute('y1'));
  // Twice the rate is twice as far from the axis, to a tenth of a pixel.
  expect((zero - heights[60]!) / (zero - heights[0]!)).toBeCloseTo(2, 1);
  expect(await page.locator('#throughput .range title').allTextContents()).toEqual(['warm-up']);
  expect(await page.locator('#throughput .rule').allTextContents()).toContain('window');
  // What is not known breaks a line in two.
  expect((await path('cpu', 1))!.match(/M/gu)).toHaveLength(2);
  expect(await page.locator('#cpu .keys li').allInnerTexts()).toEqual(['relay 1', 'relay 2']);
  expect(await page.locator('#percentiles path.mark').count()).toBe(5);
  expect(await page.locator('#cpu-time .figure').allTextContents()).toEqual([
    ...['49.0 %', '30.6 %', '0.6 %', '0.1 %', '0.0 %', '1.2 %'],
  ]);
});

test('values are told to the mouse and to the keys', async () => {
  const page = await openRun(known());
  const drawing = page.locator('#cpu .drawing');
  const readout = page.locator('#cpu .readout');
  const told = async (): Promise<string> => (await readout.innerText()).replaceAll(/\s+/gu, ' ');
  await drawing.hover();
  expect(await told()).toContain('relay 1 0.500');
  await drawing.focus();
  await page.keyboard.press('Home');
  expect(await told()).toBe('−1.0 s relay 1 0.500 relay 2 0.250');
  await page.keyboard.press('ArrowRight');
  expect(await told()).toContain('−900 ms');
  await page.keyboard.press('Escape');
  expect(await told()).toBe('');
});

test('everything can be taken along: data and commands', async () => {
  const page = await openRun(known(), { permissions: ['clipboard-read', 'clipboard-write'] });
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('#cpu').getByRole('button', { name: 'Save data' }).click(),
  ]);
  const lines = readFileSync(await download.path(), 'utf8').split('\r\n');
  expect([download.suggestedFilename(), ...lines.slice(0, 2)]).toEqual([
    ...['cpu.csv', 'time (s),relay 1 (cores),relay 2 (cores)', '-1,0.5,0.25'],
  ]);
  await page.getByRole('button', { name: 'Copy The same scenario' }).click();
  await expect.poll(() => page.getByRole('button', { name: 'Copy The same scenario' }).innerText()).toBe('Copied');
  expect(await page.evaluate('navigator.clipboard.readText()')).toContain('flimflam run \\\n  --workload builtin-rr');
});

const hostile = `</script><img src=x onerror="alert('1')">&amp;\u202Egnp.exe`;

test('names that look like markup are text, and do not widen a page of 360 pixels', async () => {
  const long = `${hostile}${'x'.repeat(10_000)}`;
  const summary = known({
    ...{ status: 'invalid', status_reason: { code: 'disturbed', message: long }, id: hostile },
    resources: { relay_1: someResources({ threads: [{ name: long, cpu: 1, run_delay: null }] }) },
    environment: anEnvironment({ cpu_model: hostile, variables: { [hostile]: long } }),
    trust: aTrust({
      log: { errors: 1, warnings: 0, lines: [long, hostile] },
      libraries: { relay_1: [{ path: long, build_id: hostile }] },
      builds: [{ path: hostile, build_id: null, flags: long, sanitizer: hostile }],
    }),
    plan: { ...aSummary().plan, configs: { [hostile]: long }, commands: { relay_1: [long, hostile] } },
    warnings: [{ code: hostile, message: long, advice: hostile }],
  });
  const page = await openRun(summary, { width: 360 }, { folder: hostile });
  expect(await page.locator('img').count()).toBe(0);
  for (const details of await page.locator('details > summary').all()) await details.click();
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
  expect(await page.locator('.notice').first().innerText()).toContain('<img src=x onerror=');
});

test.each(['light', 'dark'] as const)('everybody can use it: %s', async (colorScheme) => {
  const profile = profileOf([[['relay1', 'worker', 'f'], 1e6]]);
  const ceilings = { none: 100_000, builtin: 64_690 };
  const page = await openRun(known({ ceilings }), { colorScheme }, { profile });
  await page.locator('#cpu .drawing').hover();
  await expectAccessible(page);
  expect(await frame(page, 'f').count()).toBe(1);
  await page.locator('#theme').click();
  await expectAccessible(page);
});

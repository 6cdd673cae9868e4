import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { Comparison } from '../../src/model/comparison.js';
import { differenceGraph, type DifferenceSide } from '../../src/report/flamegraph/difference-graph.js';
import { reportPage, type Report } from '../../src/report/page/report.js';
import { comparisonReport } from '../../src/report/pages/comparison.js';
import { comparisonsReport } from '../../src/report/pages/comparisons.js';
import { comparisonMarkdown } from '../../src/report/comparison-markdown.js';
import { aComparison, aSide, repeated, withRuns } from '../fixtures/comparison.js';
import { someComparisons } from '../fixtures/comparisons.js';
import { aChange, anExplanation } from '../fixtures/explanation.js';
import { profileOf } from '../fixtures/profile.js';
import { frame, open, reportBundle, withBrowser } from './opened.js';

withBrowser();

const captured = (label: string, f: number): DifferenceSide => ({
  label,
  runs: Array.from({ length: 5 }, (_, at) => ({
    label: `${label} ${at}`,
    work: 1e9,
    profile: profileOf([[['relay1', 'worker', 'f'], (f + at) * 1e6]]),
  })),
});

const graph = differenceGraph({ work: 'bytes', a: captured('A', 100), b: captured('B', 150) });

/** B does 5 % more in every run, 8.4 instead of 8 Gb/s. */
const exact = (changes: Partial<Comparison> = {}): Comparison =>
  aComparison(
    { pairs: 10, noise: 0, position: 0, change: 0.05, figures: { throughput: 8e9, cpu: 2 } },
    { looks: 'fixed', ...changes },
  );

const openReport = (report: Report, options: Parameters<typeof open>[1] = {}): Promise<Page> =>
  open(reportPage(report, reportBundle), options);

const titlesIn = (page: Page, selector: string): Promise<string[]> =>
  page.locator(`${selector} title`).allTextContents();

test('the answer, the intervals, every pair and every run can be read back', async () => {
  const comparison = withRuns(exact(), (run) => (run.pair === 3 ? repeated(run) : run));
  const opened = await openReport(comparisonReport(comparison, { difference: null }));
  expect(await opened.locator('#answer').innerText()).toMatch(/^NO VERDICT|^B is FASTER/u);
  expect(await titlesIn(opened, '#changes .strong .interval')).toEqual([
    expect.stringMatching(/^throughput: \+5\.0 %/u),
  ]);
  expect(await opened.locator('#pairs .mark.circle').count()).toBe(5);
  expect(await opened.locator('#pairs .mark.triangle').count()).toBe(5);
  expect(await titlesIn(opened, '#pairs .mark.ring')).toEqual([expect.stringContaining('does not count')]);
  expect(await opened.locator('#runs circle').count()).toBe(20);
  expect(await titlesIn(opened, '#runs .median')).toEqual([
    expect.stringContaining('median 8.00 Gb/s'),
    expect.stringContaining('median 8.40 Gb/s'),
  ]);
});

test('the keys go from pair to pair, and the block for a pull request is copied whole', async () => {
  const comparison = exact();
  const opened = await openReport(comparisonReport(comparison, { difference: null }), {
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  await opened.locator('#pairs .drawing').focus();
  const told: string[] = [];
  for (const key of ['Home', 'ArrowRight', 'End']) {
    await opened.keyboard.press(key);
    told.push((await opened.locator('#pairs .readout').innerText()).replaceAll(/\s+/gu, ' '));
  }
  const nameOf = (at: number): string => `${comparison.order[at]!.toUpperCase()} ran first`;
  expect(told).toEqual([`1 ${nameOf(0)} +5 %`, `2 ${nameOf(1)} +5 %`, `10 ${nameOf(9)} +5 %`]);
  const block = opened.locator('.copyable').filter({ hasText: 'For a pull request' });
  await block.getByRole('button').click();
  await expect.poll(() => block.getByRole('button').innerText()).not.toBe('Copy');
  expect(await block.locator('pre').textContent()).toBe(comparisonMarkdown(comparison));
});

test('the flame graph of what differs is part of the page', async () => {
  const opened = await openReport(comparisonReport(exact({ explanation: anExplanation }), { difference: graph }));
  expect(await frame(opened, '+ f').locator('rect').getAttribute('fill')).toBe('var(--more-3)');
  const row = opened.locator('#why tbody tr').filter({ hasText: 'copy_page_to_iter' });
  expect(await row.locator('th, td').allInnerTexts()).toEqual([
    ...['relay 1', 'copy_page_to_iter', 'kernel', '0.110', '0.0121', '-0.0979'],
  ]);
});

const hostile = '</script><img src=x onerror=alert(1)>"\'\u202Egnp.exe<b>&amp;';

test('names that look like markup are text and do not widen the page', async () => {
  const long = hostile.padEnd(10_000, 'x');
  const opened = await openReport(
    comparisonReport(
      exact({
        ...{ a: { ...aSide('main', '9c'), spec: long }, b: { ...aSide('patch', '44'), spec: hostile } },
        differences: [long],
        explanation: { ...anExplanation, changes: [aChange('function', long, 1, 2, { detail: long })] },
        warnings: [{ code: 'odd', message: long, advice: hostile }],
      }),
      { difference: graph },
    ),
    { width: 360 },
  );
  expect(await opened.locator('img, main b, main script, footer b').count()).toBe(0);
  expect(await opened.locator('h1').innerText()).toContain('…><img src=x onerror=alert(1)>"\' gnp.exe<b>&amp; (B)');
  for (const summary of await opened.locator('summary').all()) await summary.click();
  expect(await opened.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
});

/** Contrast of each text with what lies behind it, the lowest first: WCAG 2.2, relative luminance. */
const lowestContrast = `(() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgb = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = (colour) => {
    const [r, g, b] = rgb(colour).slice(0, 3).map((one) => one / 255).map((one) => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (one) => {
    for (let at = one; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (rgb(colour)[3] > 0) return colour;
    }
    return 'white';
  };
  const texts = [...document.querySelectorAll('h1, h2, h3, p, dt, dd, th, td, li, a, summary, button, pre, svg.chart text')];
  return Math.min(...texts.filter((one) => one.textContent.trim() !== '' && !one.closest('#graph') && !one.disabled).map((one) => {
    const style = getComputedStyle(one);
    const [x, y] = [luminance(one instanceof SVGElement ? style.fill : style.color), luminance(behind(one))];
    return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
  }));
})()`;

test.each(['light', 'dark'] as const)('it can be used by everybody: %s', async (colorScheme) => {
  const comparisons = someComparisons(
    { workload: 'builtin', change: 0.06, noise: 0.01 },
    { workload: 'builtin-rr', seed: 5, noise: 0.05, changes: { primary: 'operations', explanation: anExplanation } },
  );
  const report = comparisonsReport(comparisons, { difference: { workload: 'builtin-rr', graph } });
  const opened = await openReport(report, { colorScheme });
  expect(await opened.evaluate(lowestContrast)).toBeGreaterThanOrEqual(4.5);
  const nameless = `[...document.querySelectorAll('button, select, input, [role], a')].filter((one) =>
    !(one.ariaLabel || one.labels?.length || one.textContent.trim())).map((one) => one.outerHTML.slice(0, 200))`;
  expect(await opened.evaluate(nameless)).toEqual([]);
  const levels = (await opened.evaluate(
    `[...document.querySelectorAll('h1, h2, h3, h4')].map(({ tagName }) => Number(tagName[1]))`,
  )) as number[];
  expect(levels.filter((level, at) => at > 0 && level > levels[at - 1]! + 1)).toEqual([]);
  const links = (await opened.evaluate(
    `[...document.querySelectorAll('a[href^="#"]')].filter((one) => !document.getElementById(one.hash.slice(1))).length`,
  )) as number;
  expect(links).toBe(0);
});

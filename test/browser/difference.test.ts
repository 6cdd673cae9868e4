import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { DifferenceSide } from '../../src/report/flamegraph/difference-graph.js';
import { differencePage } from '../../src/report/flamegraph/difference-page.js';
import { profileOf } from '../fixtures/profile.js';
import { bundle, frame, open, placeOf, withBrowser } from './opened.js';

withBrowser();

/** Captures of a side: `f` about that many milliseconds, `g` about 100, and 50 in a function that only this side has. */
const side = (label: string, captures: number, f: number, own: string): DifferenceSide => ({
  label,
  runs: Array.from({ length: captures }, (_, spread) => ({
    label: `${label} ${spread}`,
    work: 1e9,
    profile: profileOf([
      [['relay1', 'worker', 'f'], (f + spread) * 1e6],
      [['relay1', 'worker', 'g'], (100 + spread) * 1e6],
      [['relay1', 'worker', own], 50e6],
    ]),
  })),
});

const page = (captures: number): string =>
  differencePage({
    title: 'main against patch',
    facts: [],
    warnings: [],
    texts: [],
    bundle,
    work: 'bytes',
    a: side('main', captures, 100, 'gone'),
    b: side('patch', captures, 150, 'come'),
  });

const fillOf = (at: Page, name: string): Promise<string | null> => frame(at, name).locator('rect').getAttribute('fill');

test('frames that are told apart are coloured, others are grey', async () => {
  const opened = await open(page(5));
  expect([await fillOf(opened, '+ f'), await fillOf(opened, 'g')]).toEqual(['var(--more-3)', 'var(--same)']);
  await frame(opened, '+ f').hover();
  const told = await opened.locator('#details dl').innerText();
  for (const part of ['102 ms per GB', '152 ms per GB', '+49.0 %', 'yes', '5 and 5']) expect(told).toContain(part);
  await frame(opened, 'g').hover();
  expect(await opened.locator('#details dl').innerText()).toContain('no: within the spread of the captures');
  expect(await opened.locator('#legend li').count()).toBe(7);
});

test('widths are those of B, and of A when that is chosen', async () => {
  const opened = await open(page(5));
  expect([await frame(opened, '+ come').count(), await frame(opened, '− gone').count()]).toEqual([1, 0]);
  const wide = (await placeOf(opened, '+ f')).width;
  await opened.getByText('of A', { exact: true }).click();
  await expect.poll(() => frame(opened, '− gone').count()).toBe(1);
  expect(await fillOf(opened, '− gone')).toBe('var(--less-3)');
  expect(await frame(opened, '+ come').count()).toBe(0);
  expect((await placeOf(opened, '+ f')).width).toBeLessThan(wide);
  await frame(opened, '− gone').hover();
  expect(await opened.locator('#details dl').innerText()).toContain('only in A');
});

test('too few captures: nothing is coloured, and the page says why', async () => {
  const opened = await open(page(2), { width: 360 });
  expect(await opened.locator('.notice').innerText()).toContain('A has 2 and B has 2');
  const fills = await opened.locator('g.frame rect').all();
  expect(new Set(await Promise.all(fills.map((rect) => rect.getAttribute('fill'))))).toEqual(new Set(['var(--same)']));
  expect(await opened.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
});

test('a search works as on the page of one profile', async () => {
  const opened = await open(page(5));
  await opened.fill('#search', 'come');
  await expect.poll(() => opened.locator('#found').innerText()).toBe('16.4 % of what is shown: 1 frame, 5 samples');
});

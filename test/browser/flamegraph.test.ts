import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { Surroundings } from '../../src/report/flamegraph/document.js';
import { flamegraphPage } from '../../src/report/flamegraph/page.js';
import { bigProfile } from '../fixtures/big-profile.js';
import { profileOf, type Stack } from '../fixtures/profile.js';
import { bundle, expectComplaints, frame, open, placeOf, withBrowser } from './opened.js';

withBrowser();

const around = (): Surroundings => ({
  title: 'builtin over skrouterd',
  facts: [{ label: 'result', value: '3.12 Gb/s' }],
  warnings: [{ code: 'shared-cpus', message: '4 processes share 2 CPUs', advice: 'use --cpus' }],
  texts: [{ title: 'Commands', text: `skrouterd ${'--a-very-long-option '.repeat(30)}` }],
  bundle,
});

const stacks: Stack[] = [
  [['relay1', 'worker 1', 'main', 'parse', 'k:send'], 30e6, 30],
  [['relay1', 'worker 2', 'main', 'k:send'], 10e6, 10],
  [['relay1', 'worker 2', 'main'], 20e6, 20],
  [['relay2', 'core', 'loop', 'parse'], 40e6, 40],
];

const page = (list = stacks): string => flamegraphPage({ ...around(), profile: profileOf(list) });

const texts = (at: Page, selector: string): Promise<string[]> => at.locator(selector).allInnerTexts();

/** What the line below the graph tells, label by label. */
async function details(at: Page): Promise<Record<string, string>> {
  const pairs = await texts(at, '#details dl > div');
  return Object.fromEntries([
    ['name', await at.locator('#details strong').innerText()],
    ...pairs.map((text) => text.split('\n').map((part) => part.trim())),
  ]) as Record<string, string>;
}

const fillOf = (at: Page, name: string): Promise<string | null> =>
  frame(at, name).first().locator('rect').getAttribute('fill');

test('it opens from a file with its graph, its run and its legend', async () => {
  const opened = await open(page());
  expect(await opened.title()).toBe('builtin over skrouterd');
  expect(await texts(opened, '#facts dd')).toEqual(['3.12 Gb/s']);
  expect(await texts(opened, '#warnings summary')).toEqual(['1 warning shared-cpus']);
  expect(await texts(opened, '#legend li')).toEqual(['relay', 'thread', 'skrouterd', 'other user space', 'kernel']);
  expect(await frame(opened, 'relay 1').textContent()).toBe('relay 1');
  expect(await frame(opened, 'parse').count()).toBe(2);
  const [all, relay] = [await placeOf(opened, 'all'), await placeOf(opened, 'relay 1')];
  expect(relay.width / all.width).toBeCloseTo(0.6, 2);
  expect(await fillOf(opened, 'send')).toBe('var(--kernel)');
});

test('a search marks what it finds and tells its share of what is shown', async () => {
  const opened = await open(page());
  const found = opened.locator('#found');
  await opened.fill('#search', 'PARSE');
  await expect.poll(() => found.innerText()).toBe('70.0 % of what is shown: 2 frames, 70 samples');
  expect(await fillOf(opened, 'parse')).toBe('var(--matched)');
  await opened.fill('#search', '^par');
  await expect.poll(() => found.innerText()).toBe('nothing found');
  await opened.check('#expression');
  await expect.poll(() => found.innerText()).toContain('2 frames');
  await opened.fill('#search', 'operator()<(');
  await expect.poll(() => found.innerText()).toBe('not a regular expression');
  expect(await opened.locator('#search').getAttribute('aria-invalid')).toBe('true');
  await opened.press('#search', 'Escape');
  await expect.poll(() => found.innerText()).toBe('');
  expect(await fillOf(opened, 'parse')).toBe('var(--user-0)');
});

test('a click zooms, and shares follow; the button shows all again', async () => {
  const opened = await open(page());
  const before = await placeOf(opened, 'worker 1');
  await opened.fill('#search', 'send');
  expect(await opened.locator('#reset').isDisabled()).toBe(true);
  await frame(opened, 'worker 1').click();
  await expect.poll(async () => (await placeOf(opened, 'worker 1')).width).toBeGreaterThan(1150);
  expect(await frame(opened, 'worker 2').count()).toBe(0);
  await expect.poll(() => opened.locator('#found').innerText()).toBe('100.0 % of what is shown: 1 frame, 30 samples');
  await frame(opened, 'parse').hover();
  expect(await details(opened)).toMatchObject({ 'of all': '30.0 %', 'of shown': '100.0 %' });
  await opened.click('#reset');
  await expect.poll(async () => (await placeOf(opened, 'worker 1')).width).toBeCloseTo(before.width);
  expect(await opened.locator('#reset').isDisabled()).toBe(true);
});

test('relay and thread are chosen from lists, and the threads are those of the relay', async () => {
  const opened = await open(page());
  expect(await texts(opened, '#role option')).toEqual(['all', 'relay 1 (60.0 %)', 'relay 2 (40.0 %)']);
  expect(await texts(opened, '#thread option')).toEqual([
    'all',
    ...['worker 1 (30.0 %)', 'worker 2 (30.0 %)', 'core (40.0 %)'],
  ]);
  await opened.selectOption('#role', { label: 'relay 1 (60.0 %)' });
  expect(await texts(opened, '#thread option')).toEqual(['all', 'worker 1 (30.0 %)', 'worker 2 (30.0 %)']);
  await expect.poll(() => frame(opened, 'relay 2').count()).toBe(0);
  expect(await frame(opened, 'worker 1').count()).toBe(1);
  await opened.selectOption('#thread', { label: 'worker 2 (30.0 %)' });
  await expect.poll(() => frame(opened, 'worker 1').count()).toBe(0);
  await frame(opened, 'main').hover();
  expect(await details(opened)).toMatchObject({ 'of all': '30.0 %', 'of shown': '100.0 %', itself: '20.0 %' });
  await opened.selectOption('#role', { label: 'all' });
  await expect.poll(() => frame(opened, 'relay 2').count()).toBe(1);
});

test('the inverted view begins with what used the time', async () => {
  const opened = await open(page());
  await opened.getByText('inverted', { exact: true }).click();
  await expect.poll(() => frame(opened, 'core').count()).toBe(1);
  const [parse, core, relay] = [
    await placeOf(opened, 'parse'),
    await placeOf(opened, 'core'),
    await placeOf(opened, 'relay 2'),
  ];
  expect(parse.y).toBeLessThan(core.y);
  expect(core.y).toBeLessThan(relay.y);
  await frame(opened, 'send').hover();
  expect(await details(opened)).toMatchObject({ name: 'send', in: 'kernel', 'of all': '40.0 %', time: '40.0 ms' });
  await opened.selectOption('#role', { label: 'relay 2 (40.0 %)' });
  await expect.poll(() => frame(opened, 'send').count()).toBe(0);
});

test('the root can be at the bottom', async () => {
  const opened = await open(page());
  expect((await placeOf(opened, 'all')).y).toBeLessThan((await placeOf(opened, 'main')).y);
  await opened.getByText('at bottom').click();
  await expect.poll(async () => (await placeOf(opened, 'all')).y > (await placeOf(opened, 'main')).y).toBe(true);
});

test.each(['light', 'dark'] as const)('it is %s as the system is, and changes by its button', async (colorScheme) => {
  const opened = await open(page(), { colorScheme });
  const background = (): Promise<string> => opened.evaluate('getComputedStyle(document.body).backgroundColor');
  const [light, dark] = ['rgb(255, 255, 255)', 'rgb(23, 25, 29)'];
  expect(await background()).toBe(colorScheme === 'dark' ? dark : light);
  const button = opened.locator('#theme');
  expect(await button.innerText()).toBe(colorScheme === 'dark' ? 'Light' : 'Dark');
  await button.click();
  expect(await background()).toBe(colorScheme === 'dark' ? light : dark);
  await button.click();
  expect(await background()).toBe(colorScheme === 'dark' ? dark : light);
});

test('the graph is used with keys alone', async () => {
  const opened = await open(page());
  const focused = (): Promise<string> => opened.evaluate('document.activeElement.getAttribute("aria-label")');
  await opened.focus('#expression');
  await opened.keyboard.press('Tab');
  expect(await focused()).toMatch(/^all, of all 100\.0 %/);
  for (const key of ['ArrowDown', 'ArrowRight', 'ArrowDown']) await opened.keyboard.press(key);
  expect(await focused()).toMatch(/^core, of all 40\.0 %, .*samples 40/);
  expect(await details(opened)).toMatchObject({ name: 'core', time: '40.0 ms' });
  await opened.keyboard.press('Enter');
  await expect.poll(() => frame(opened, 'relay 1').count()).toBe(0);
  await opened.keyboard.press('Escape');
  await expect.poll(() => frame(opened, 'relay 1').count()).toBe(1);
  for (const key of ['ArrowUp', 'ArrowLeft']) await opened.keyboard.press(key);
  expect(await focused()).toMatch(/^relay 1,/);
});

test('names that look like markup are text, in the graph and in all that is told of it', async () => {
  const names = [
    '</script><img src=x onerror="window.ran = 1">',
    'operator()<&">',
    '<b>bold</b>;"\'${1}',
    '<!--<script>window.ran = 1</script>',
  ];
  const list: Stack[] = names.map((name) => [['relay1', `thread ${name}`, name], 1e6]);
  const opened = await open(
    flamegraphPage({
      ...around(),
      title: names[0]!,
      facts: [{ label: names[0]!, value: names[1]! }],
      profile: profileOf(list),
    }),
  );
  for (const name of names) {
    await frame(opened, name).hover();
    await expect.poll(async () => (await details(opened))['name']).toBe(name);
    expect(await opened.locator('.tooltip strong').innerText()).toBe(name);
    expect(await frame(opened, name).textContent()).toBe(name);
    await opened.fill('#search', name);
    await expect.poll(() => opened.locator('#found').innerText()).toMatch(/25\.0 % of what is shown/);
  }
  expect(await texts(opened, '#thread option')).toContain(`thread ${names[0]} (25.0 %)`);
  expect(await opened.title()).toBe(names[0]);
  expect(await opened.evaluate('window.ran')).toBeUndefined();
  expect(await opened.locator('img, b:not(#warnings b), main script').count()).toBe(0);
});

test('its policy stops what would get in all the same', async () => {
  const opened = await open(page());
  await opened.evaluate(`document.body.insertAdjacentHTML('beforeend', '<img src="data:," onerror="window.ran = 1">')`);
  await opened.evaluate(
    `document.body.append(Object.assign(document.createElement('script'), { text: 'window.ran = 1' }))`,
  );
  await expect.poll(() => opened.evaluate('document.querySelector("img").complete')).toBe(true);
  expect(await opened.evaluate('window.ran')).toBeUndefined();
  expect(expectComplaints(opened).join('\n')).toContain('Content Security Policy');
});

test.each([360, 1200, 2400])('at %i pixels nothing is wider than the page, also after it was turned', async (width) => {
  const opened = await open(page(), { width });
  const beyond = (): Promise<number> => opened.evaluate('document.documentElement.scrollWidth - innerWidth');
  const graph = async (): Promise<number> => (await placeOf(opened, 'all')).width;
  expect(await beyond()).toBeLessThanOrEqual(0);
  expect(await graph()).toBeGreaterThan(width - 100);
  for (const summary of await opened.locator('summary').all()) await summary.click();
  expect(await beyond()).toBeLessThanOrEqual(0);
  await opened.setViewportSize({ width: 800, height: 600 });
  await expect.poll(graph).toBeGreaterThan(700);
  expect(await graph()).toBeLessThan(800);
});

test('states of threads that did not run have colours of their own', async () => {
  const opened = await open(
    page([
      [['relay1', 'core', 's:blocked', 'main', 'k:wait'], 2e6],
      [['relay1', 'core', 's:preempted', 'main'], 1e6],
    ]),
  );
  expect([await fillOf(opened, 'blocked'), await fillOf(opened, 'preempted')]).toEqual([
    'var(--blocked)',
    'var(--preempted)',
  ]);
  expect(await texts(opened, '#legend li')).toEqual([
    ...['relay', 'thread', 'blocked', 'preempted', 'skrouterd', 'other user space', 'kernel'],
  ]);
});

test('a profile of 140,000 samples is searched, inverted and zoomed', async () => {
  const opened = await open(flamegraphPage({ ...around(), profile: bigProfile(140_000) }));
  await opened.fill('#search', 'router_3');
  await expect.poll(() => opened.locator('#found').innerText()).toMatch(/^at least [\d.]+ % of what is shown/);
  await opened.getByText('inverted', { exact: true }).click();
  await expect.poll(() => frame(opened, '(small frames)').count()).toBe(1);
  await frame(opened, '(small frames)').click();
  await expect.poll(async () => (await placeOf(opened, '(small frames)')).width).toBeGreaterThan(1000);
});

test('nothing in script and style could end their elements', () => {
  expect(bundle.script.text).not.toMatch(/<\/script|<!--/i);
  expect(bundle.style.text).not.toMatch(/<\/style/i);
});

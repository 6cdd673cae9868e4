import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { readPageScript } from '../../src/host/page-script.js';
import type { Bundle } from '../../src/report/page/document.js';

const program = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
  .map((name) => spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim())
  .find((path) => path !== '');

/** A browser that keeps to itself: what it asks of a network is then the page's doing. */
const browserOptions = [
  ...['--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
  // Chromium refuses its sandbox to root.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

/** Of all files that this process tests; it ends with it. */
let browser: Browser | null = null;
let folder = '';

/** Script and style as users get them, built anew from the source. */
export let bundle: Bundle;
export let reportBundle: Bundle;

interface Watched {
  page: Page;
  url: string;
  /** Addresses that were asked for, and what the page complained of. */
  requests: string[];
  complaints: string[];
}
let watched: Watched[] = [];

/** Starts the browser if no earlier file has, or skips the tests of this one; afterwards holds each page to silence. */
export function withBrowser(): void {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'flimflam-browser-'));
    if (browser !== null || program === undefined) return;
    build(folder);
    browser = await chromium.launch({ executablePath: program, args: browserOptions });
  });
  beforeEach((context) => context.skip(program === undefined, 'neither chromium nor google-chrome is on PATH'));
  afterEach(async () => {
    const pages = watched;
    watched = [];
    for (const { page } of pages) await page.context().close();
    for (const { url, requests, complaints } of pages) {
      expect(complaints).toEqual([]);
      expect(requests).toEqual([url]);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
}

function build(into: string): void {
  const builder = join(import.meta.dirname, '..', '..', 'src/bundle.mjs');
  const { status, stderr } = spawnSync(process.execPath, [builder, into], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  bundle = readPageScript('flamegraph', join(into, 'client'));
  reportBundle = readPageScript('report', join(into, 'client'));
}

/** Opens a page from a file, as wide as `width`, and waits until it can be used. */
export async function open(
  html: string,
  { width = 1200, ...options }: BrowserContextOptions & { width?: number } = {},
): Promise<Page> {
  const file = join(folder, `page-${watched.length}.html`);
  writeFileSync(file, html);
  const context = await browser!.newContext({
    viewport: { width, height: 800 },
    // Frames are where they belong at once.
    reducedMotion: 'reduce',
    ...options,
  });
  await context.route(/^(?!file:)/, (route) => route.abort());
  const page = await context.newPage();
  const one: Watched = { page, url: pathToFileURL(file).href, requests: [], complaints: [] };
  watched.push(one);
  page.on('request', (request) => one.requests.push(request.url()));
  page.on('console', (message) => one.complaints.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => one.complaints.push(String(error)));
  await page.goto(one.url);
  await page.locator('[data-ready]').waitFor({ state: 'attached' });
  return page;
}

/** Lets a page complain: what it complains of is the point of the test. */
export function expectComplaints(page: Page): string[] {
  const found = watched.find((one) => one.page === page)!;
  const { complaints } = found;
  found.complaints = [];
  return complaints;
}

/** The frames of that name. */
export const frame = (page: Page, name: string) => page.locator(`g.frame[name=${JSON.stringify(name)}]`);

/** Pixels from the left, the top, and wide, of the first frame of that name. */
export async function placeOf(page: Page, name: string): Promise<{ x: number; y: number; width: number }> {
  const box = await frame(page, name).first().locator('rect').boundingBox();
  if (box === null) throw new Error(`${name} is not drawn`);
  return box;
}

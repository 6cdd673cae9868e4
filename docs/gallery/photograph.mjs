// Photographs pages for docs/gallery.md, in Debian's Chromium.
// Usage: node docs/gallery/photograph.mjs PAGE.html PICTURE.png [WIDTH HEIGHT [SELECTOR [dark]]]
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [page, picture, width = '1100', height = '800', selector, theme = 'light'] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: process.getuid() === 0 ? ['--no-sandbox'] : [],
});
const opened = await browser.newPage({
  viewport: { width: Number(width), height: Number(height) },
  colorScheme: theme,
  reducedMotion: 'reduce',
});
await opened.goto(pathToFileURL(resolve(page)).href);
await opened.locator('[data-ready]').waitFor({ state: 'attached' });
const part = selector === undefined || selector === '' ? opened : opened.locator(selector);
await part.screenshot({ path: picture });
await browser.close();

import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Of text of usual size, by WCAG 2.2. */
const leastContrast = 4.5;

/** Holds a page to what people need who cannot see it well, or at all. */
export async function expectAccessible(page: Page): Promise<void> {
  expect(await page.evaluate(textsOfLowContrast(leastContrast))).toEqual([]);
  expect(await page.evaluate(nameless)).toEqual([]);
  expect(await page.evaluate(deadLinks)).toEqual([]);
  const levels = (await page.evaluate(headingLevels)) as number[];
  expect(levels.filter((level, at) => level > (levels[at - 1] ?? 0) + 1)).toEqual([]);
  expect(levels.filter((level) => level === 1)).toEqual([1]);
}

const nameless = `[...document.querySelectorAll('button, select, input, a, [role], [tabindex="0"]')]
  .filter((one) => !(one.ariaLabel || one.labels?.length || one.textContent.trim()))
  .map((one) => one.outerHTML.slice(0, 200))`;

const deadLinks = `[...document.querySelectorAll('a[href^="#"]')]
  .map(({ hash }) => hash)
  .filter((hash) => document.getElementById(hash.slice(1)) === null)`;

const headingLevels = `[...document.querySelectorAll('h1, h2, h3, h4')].map(({ tagName }) => Number(tagName[1]))`;

/** Relative luminances as WCAG defines them; a canvas turns any colour into bytes. */
const textsOfLowContrast = (least: number): string => `(() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const bytes = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return canvas.getImageData(0, 0, 1, 1).data;
  };
  const luminance = (colour) => {
    const [r, g, b] = [...bytes(colour)].slice(0, 3).map((byte) => byte / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (one) => {
    for (let at = one; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (bytes(colour)[3] > 0) return colour;
    }
    return 'white';
  };
  const kinds = 'h1, h2, h3, p, dt, dd, th, td, li, a, abbr, summary, button, pre, output span, svg.chart text';
  const texts = [...document.querySelectorAll(kinds)].filter((one) =>
    one.textContent.trim() !== '' && !one.disabled && !one.closest('#graph'));
  return texts.flatMap((one) => {
    const style = getComputedStyle(one);
    const pair = [luminance(one instanceof SVGElement ? style.fill : style.color), luminance(behind(one))];
    const contrast = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
    return contrast < ${least} ? [contrast.toFixed(2) + ' ' + one.tagName + ' ' + one.textContent.slice(0, 40)] : [];
  });
})()`;

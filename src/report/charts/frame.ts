import { markup, type Markup, type Part } from '../page/markup.js';
import type { Axis } from './chart.js';
import { scaleOf, type Scale } from './scale.js';

/** Pixels of a character, on average: texts are placed before a browser has measured them. */
export const characterWidth = 6.6;
export const textHeight = 12;

/** Where the values are, in pixels of the picture. */
export interface Plot {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Pixels of the text of a tick: signs and percent are wider than digits. */
const tickWidth = (text: string): number =>
  Array.from(text).reduce((sum, character) => sum + (/[+−%m]/u.test(character) ? 1.6 : 1) * characterWidth, 0);

/** The picture around what is drawn; its name is what a screen reader says of it. */
export const picture = (width: number, height: number, name: string, content: Part): Markup =>
  markup`<svg class="chart" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${name}">${content}</svg>`;

/** A pixel with as many digits as can be seen. */
export const px = (pixel: number): number => Math.round(pixel * 10) / 10;

/** The axis below a plot: ticks, texts, title. */
export const axisBelow = ({ ticks }: Scale, { title }: Axis, { left, right, top, bottom }: Plot): Markup => {
  const lines = ticks.map(
    ({ at }) => markup`<line class="grid" x1="${px(at)}" x2="${px(at)}" y1="${top}" y2="${bottom}"/>`,
  );
  const texts = placed(ticks, left, right).map(
    ({ from, text }) => markup`<text x="${px(from)}" y="${bottom + 16}">${text}</text>`,
  );
  return markup`<g class="axis">${lines}${texts}<line x1="${left}" x2="${right}" y1="${bottom}" y2="${bottom}"/><text class="title" x="${right}" y="${bottom + 33}" text-anchor="end">${title}</text></g>`;
};

/** Texts below their ticks, within the picture; one that would touch the text before it is left out. */
function placed(ticks: Scale['ticks'], left: number, right: number): { from: number; text: string }[] {
  const shown: { from: number; text: string }[] = [];
  let end = -Infinity;
  for (const { at, text } of ticks) {
    const wide = tickWidth(text);
    const from = Math.min(Math.max(at - wide / 2, left - 50, 0), right + 8 - wide);
    if (from < end + characterWidth) continue;
    shown.push({ from, text });
    end = from + wide;
  }
  return shown;
}

/** The axis at the left of a plot; its title stands above. */
export const axisLeft = ({ ticks }: Scale, { title }: Axis, { left, right, top }: Plot): Markup =>
  markup`<g class="axis">${ticks.map(
    ({ at, text }) =>
      markup`<line class="grid" x1="${left}" x2="${right}" y1="${px(at)}" y2="${px(at)}" /><text x="${left - 6}" y="${px(at + 4)}" text-anchor="end">${text}</text>`,
  )}<text class="title" x="0" y="${top - 16}">${title}</text></g>`;

/** Room that the texts of an axis need at the left of a plot. */
export function roomFor(axis: Axis, values: readonly number[], height: number): number {
  const { ticks } = scaleOf(axis, values, [height, 0], ticksIn(height, 40));
  return Math.ceil(Math.max(...ticks.map(({ text }) => tickWidth(text)), characterWidth)) + 8;
}

/** How many ticks fit, so many pixels apart. */
export const ticksIn = (length: number, apart: number): number => Math.max(2, Math.floor(length / apart));

/** Shortened to so many pixels. */
export function fitted(text: string, pixels: number): string {
  const characters = Array.from(text);
  const most = Math.max(3, Math.floor(pixels / characterWidth));
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}

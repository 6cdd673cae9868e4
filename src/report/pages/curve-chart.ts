import type { Axis, Series } from '../charts/chart.js';
import { harmless, shorten } from '../layout.js';

/** On such a range small and large values cannot both be told apart on a linear axis. */
const wideRange = 8;

/** How an axis is best divided for these values. */
export function scaleFor(values: readonly number[]): Axis['scale'] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return low > 0 && high >= wideRange * low ? 'log' : 'linear';
}

/** Colours that are easy to tell apart come first. */
const colours = [0, 1, 2, 3, 6, 7, 4, 5] as const;
const marks = ['circle', 'square', 'triangle'] as const;

/** How the curve of this number looks in all charts of a page; beyond eight the form of the points tells. */
export const lookOf = (at: number): Required<Pick<Series, 'colour' | 'mark'>> => ({
  colour: colours[at % colours.length]!,
  mark: marks[Math.floor(at / colours.length) % marks.length]!,
});

/** Room for what others called something, in a legend. */
const nameWidth = 60;

/** A name that others chose, in one line that does not fill the page. */
export const shortName = (name: string): string => shorten(harmless(name).replaceAll('\n', ' '), nameWidth);

/** As a sentence begins. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** When something was begun: a page may be read far from where it was made. */
export const startedText = ({ started }: { started: string }): string =>
  `${started.slice(0, 16).replace('T', ' ')} UTC`;

import type { XyChart } from './chart.js';
import { formatQuantity } from './format.js';
import type { XyLayout } from './xy.js';

/** What a chart says at one place. */
export interface Readout {
  /** The pixel of the values that are told. */
  at: number;
  /** The value of the axis below, with its unit. */
  title: string;
  values: readonly { name: string; colour: number; text: string }[];
}

/** Every x of a chart at which something is known, ascending. */
export const stops = ({ series }: XyChart): number[] =>
  [...new Set(series.flatMap(({ x, y }) => x.filter((_, at) => y[at] !== null)))].sort((one, other) => one - other);

/** The number of the stop that is nearest to a pixel; -1 where there is none. */
export function nearestStop(all: readonly number[], { x }: XyLayout, pixel: number): number {
  let nearest = -1;
  let least = Infinity;
  for (const [at, value] of all.entries()) {
    const distance = Math.abs(x.place(value) - pixel);
    if (distance < least) [nearest, least] = [at, distance];
  }
  return nearest;
}

/** The values of all series at this x. */
export function readoutAt({ x: axis, y: { quantity }, series }: XyChart, { x }: XyLayout, value: number): Readout {
  return {
    at: x.place(value),
    title: formatQuantity(value, axis.quantity),
    values: series.flatMap(({ name, colour, x: xs, y, low, high }) => {
      const at = xs.indexOf(value);
      const found = y[at] ?? null;
      if (found === null) return [];
      const [from, to] = [low?.[at], high?.[at]];
      const spread =
        from == null || to == null ? '' : ` [${formatQuantity(from, quantity)} .. ${formatQuantity(to, quantity)}]`;
      return [{ name, colour, text: formatQuantity(found, quantity) + spread }];
    }),
  };
}

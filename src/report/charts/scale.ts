import { scaleLinear, scaleLog } from 'd3-scale';
import type { Axis } from './chart.js';
import { formatQuantity } from './format.js';

/** An axis with its place on the picture. */
export interface Scale {
  /** The pixel of a value. */
  place: (value: number) => number;
  /** The value of a pixel. */
  valueAt: (pixel: number) => number;
  ticks: readonly { at: number; text: string }[];
}

/** Fits an axis to its values, between two pixels, with about so many ticks. */
export function scaleOf(
  axis: Axis,
  values: readonly number[],
  pixels: readonly [number, number],
  count: number,
): Scale {
  const range = [...pixels];
  const [low, high] = extentOf(axis, values);
  if (axis.scale === 'tail') return tailScale(axis, low, high, range);
  const scale =
    axis.scale === 'log' ? scaleLog().domain([low, high]).range(range) : linear(axis, low, high, count).range(range);
  const ticks = axis.scale === 'log' ? logTicks(low, high, count) : scale.ticks(count);
  return {
    place: (value) => scale(value),
    valueAt: (pixel) => scale.invert(pixel),
    ticks: ticks.map((value) => ({ at: scale(value), text: formatQuantity(value, axis.quantity) })),
  };
}

/** Time ends where the values end; every other axis ends at a tick. */
function linear({ quantity }: Axis, low: number, high: number, count: number): ReturnType<typeof scaleLinear<number>> {
  const scale = scaleLinear().domain([low, high]);
  return quantity === 'duration' || quantity === 'date' ? scale : scale.nice(count);
}

function extentOf({ from, to, scale }: Axis, values: readonly number[]): [number, number] {
  let [low, high] = [from ?? Infinity, to ?? -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value) || (scale === 'log' && value <= 0)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (!Number.isFinite(low)) low = Number.isFinite(high) ? high : scale === 'log' ? 1 : 0;
  if (!Number.isFinite(high)) high = low;
  if (low < high) return [low, high];
  // A single value has room around it.
  if (scale === 'log') return [low / 2, low * 2];
  return low === 0 ? [0, 1] : [Math.min(low, 0), Math.max(low, 0)];
}

/** Powers of ten; of a narrow range also 2 and 5 times them. */
function logTicks(low: number, high: number, count: number): number[] {
  const decades = Math.log10(high / low);
  const factors = decades > count ? [1] : decades > count / 3 ? [1, 3] : [1, 2, 5];
  const all: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power += 1) {
    for (const factor of factors) all.push(factor * 10 ** power);
  }
  const inside = all.filter((value) => value >= low * 0.999_999 && value <= high * 1.000_001);
  const every = Math.ceil(inside.length / Math.max(count, 1));
  return inside.filter((_, at) => at % every === 0);
}

/** How far out a share is: 0 for all, 1 for 90 %, 2 for 99 %, 3 for 99.9 %. */
const nines = (share: number): number => -Math.log10(Math.max(1 - share, 1e-9));

const tailTicks = [0, 0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999, 0.999999];

function tailScale({ quantity }: Axis, low: number, high: number, range: number[]): Scale {
  const scale = scaleLinear()
    .domain([nines(low), nines(high)])
    .range(range);
  return {
    place: (share) => scale(nines(share)),
    valueAt: (pixel) => 1 - 10 ** -scale.invert(pixel),
    ticks: tailTicks
      .filter((share) => share >= low && share <= high)
      .map((share) => ({ at: scale(nines(share)), text: formatQuantity(share, quantity) })),
  };
}

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
  const ticks = axis.ticks ?? roundTicks();
  return {
    place: (value) => scale(value),
    valueAt: (pixel) => scale.invert(pixel),
    ticks: ticks.map((value) => ({ at: scale(value), text: formatQuantity(value, axis.quantity) })),
  };

  function roundTicks(): readonly number[] {
    if (axis.quantity === 'date') return dateTicks(low, high, count);
    return axis.scale === 'log' ? logTicks(low, high, count) : linearTicks(axis, scale.ticks(count));
  }
}

/** Of what is counted there are no halves. */
const linearTicks = ({ quantity }: Axis, ticks: number[]): number[] =>
  quantity === 'count' ? ticks.filter(Number.isInteger) : ticks;

const hour = 3600;
const day = 24 * hour;
const year = 365 * day;
const steps = [60, 300, 900, hour, 3 * hour, 6 * hour, 12 * hour, day, 2 * day, 7 * day, 14 * day, 28 * day, 91 * day];

/** Whole hours and days of UTC, at most so many. */
function dateTicks(low: number, high: number, count: number): number[] {
  const step = steps.find((one) => (high - low) / one <= count) ?? Math.ceil((high - low) / year / count) * year;
  const first = Math.ceil(low / step) * step;
  return Array.from({ length: Math.max(0, Math.floor((high - first) / step) + 1) }, (_, at) => first + at * step);
}

/** Time ends where the values end; every other axis ends at a tick. */
function linear({ quantity }: Axis, low: number, high: number, count: number): ReturnType<typeof scaleLinear<number>> {
  const scale = scaleLinear().domain([low, high]);
  return quantity === 'duration' || quantity === 'date' ? scale : scale.nice(count);
}

function extentOf({ from, to, scale, quantity }: Axis, values: readonly number[]): [number, number] {
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
  if (quantity === 'date') return [low - day, low + day];
  return low === 0 ? [0, 1] : [Math.min(low, 0), Math.max(low, 0)];
}

/** Powers of ten; of a narrow range also 3 times, or 2 and 5 times them. */
function logTicks(low: number, high: number, count: number): number[] {
  const [most, some, tens] = [[1, 2, 5], [1, 3], [1]].map((factors) => multiplesWithin(low, high, factors)) as [
    number[],
    number[],
    number[],
  ];
  const fitting = [most, some].find(({ length }) => length <= count);
  if (fitting !== undefined) return fitting;
  if (tens.length < 2) return some.filter((_, at) => at % Math.ceil(some.length / Math.max(count, 1)) === 0);
  const every = Math.ceil(tens.length / Math.max(count, 1));
  return tens.filter((_, at) => at % every === 0);
}

function multiplesWithin(low: number, high: number, factors: readonly number[]): number[] {
  const all: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power += 1) {
    for (const factor of factors) all.push(factor * 10 ** power);
  }
  return all.filter((value) => value >= low * 0.999_999 && value <= high * 1.000_001);
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

/** What stands for a figure that is not available. */
export const notAvailable = '-';

type Figure = number | null | undefined;

/** Steps of a thousand, the largest first; a value is written in the largest step that it reaches. */
type Scale = readonly (readonly [factor: number, unit: string])[];

const bitScale: Scale = [
  [1e12, 'Tb/s'],
  [1e9, 'Gb/s'],
  [1e6, 'Mb/s'],
  [1e3, 'kb/s'],
  [1, 'b/s'],
];

const byteScale: Scale = [
  [1e12, 'TB'],
  [1e9, 'GB'],
  [1e6, 'MB'],
  [1e3, 'kB'],
  [1, 'B'],
];

const secondScale: Scale = [
  [1, 's'],
  [1e-3, 'ms'],
  [1e-6, 'µs'],
  [1e-9, 'ns'],
];

/** Bits per second: `3.12 Gb/s`, `812 Mb/s`. */
export const formatBitsPerSecond = (value: Figure): string => scaled(value, bitScale, 3);

/** Bytes in decimal units: `6.6 MB`, `31.5 MB`, `812 kB`. */
export function formatBytes(value: Figure): string {
  if (!known(value)) return notAvailable;
  // One digit below the point is what memory is worth: pages make more of them noise.
  return scaled(value, byteScale, (shown) => (shown < 100 ? 1 : 0));
}

/** Seconds of a latency: `85 µs`, `1.23 ms`, `2.5 s`. */
export const formatSeconds = (value: Figure): string => scaled(value, secondScale, 3);

/** Operations per second: `12,345/s`; below 100 with three digits. */
export function formatRate(value: Figure): string {
  if (!known(value)) return notAvailable;
  return `${Math.abs(value) < 99.5 && !Number.isInteger(value) ? significant(value, 3) : formatCount(value)}/s`;
}

/** Cores (CPU-seconds per second), or CPU-seconds per something: `0.98`. */
export const formatCores = (value: Figure): string => (known(value) ? value.toFixed(2) : notAvailable);

/** A share (1 is all) as `98.1 %`. */
export const formatPercent = (share: Figure, digits = 1): string =>
  known(share) ? `${(share * 100).toFixed(digits)} %` : notAvailable;

/** A count with thousands apart: `12,345`. Not by `toLocaleString`, whose first call takes longer than all the rest. */
export const formatCount = (value: Figure): string =>
  known(value) ? String(Math.round(value)).replaceAll(/\B(?=(?:\d{3})+$)/g, ',') : notAvailable;

/** A small quantity with three significant digits and no unit: `2.51`, `0.0123`. */
export const formatSignificant = (value: Figure): string => (known(value) ? significant(value, 3) : notAvailable);

function known(value: Figure): value is number {
  return value !== null && value !== undefined && Number.isFinite(value);
}

function scaled(value: Figure, scale: Scale, digits: number | ((shown: number) => number)): string {
  if (!known(value)) return notAvailable;
  const write = (number: number): string =>
    typeof digits === 'number' ? significant(number, digits) : number.toFixed(digits(Math.abs(number)));
  if (value === 0) return `0 ${scale.find(([factor]) => factor === 1)?.[1] ?? ''}`;
  const found = scale.findIndex(([factor]) => Math.abs(value) >= factor);
  let step = found < 0 ? scale.length - 1 : found;
  let [factor, unit] = scale[step] as readonly [number, string];
  // 999.96 Mb/s is rounded to 1.00 Gb/s, not to 1000 Mb/s.
  if (step > 0 && Math.abs(Number(write(value / factor))) >= 1000) {
    step -= 1;
    [factor, unit] = scale[step] as readonly [number, string];
  }
  const text = write(value / factor);
  // The smallest unit of bits and bytes has no fraction.
  return `${factor === 1 && scale.at(-1)?.[0] === 1 ? Math.round(value).toString() : text} ${unit}`;
}

/** `toPrecision` without an exponent and without a grouping: 3.12, 31.2, 312, 3120. */
function significant(value: number, digits: number): string {
  const rounded = Number(value.toPrecision(digits));
  if (rounded === 0) return '0';
  const before = Math.floor(Math.log10(Math.abs(rounded))) + 1;
  return rounded.toFixed(Math.min(Math.max(digits - before, 0), 20));
}

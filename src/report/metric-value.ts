import type { Metric } from '../model/metrics.js';
import {
  formatBitsPerSecond,
  formatBytes,
  formatCount,
  formatRate,
  formatSeconds,
  formatSignificant,
} from '../units/quantity.js';

const formats: Readonly<Record<Metric['unit'], (value: number | null) => string>> = {
  'bits/s': formatBitsPerSecond,
  '1/s': formatRate,
  s: formatSeconds,
  // The title says by what.
  'CPU-s': formatSignificant,
  bytes: formatBytes,
  // Of a few, the digits behind the point count.
  count: (value) => (value !== null && value < 100 ? formatSignificant(value) : formatCount(value)),
};

/** A value of a metric with its unit; `-` where there is none. */
export const formatValue = ({ unit }: Pick<Metric, 'unit'>, value: number | null): string => formats[unit](value);

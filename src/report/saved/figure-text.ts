import type { Metric } from '../../model/metrics.js';
import {
  formatBitsPerSecond,
  formatBytes,
  formatCount,
  formatRate,
  formatSeconds,
  formatSignificant,
} from '../../units/quantity.js';

const formats: Readonly<Record<Metric['unit'], (value: number | null) => string>> = {
  'bits/s': formatBitsPerSecond,
  '1/s': formatRate,
  s: formatSeconds,
  // The title says by what.
  'CPU-s': formatSignificant,
  bytes: formatBytes,
  count: formatCount,
};

/** A figure of a metric for people; `-` where a run does not have it. */
export const figureText = ({ unit }: Pick<Metric, 'unit'>, value: number | null): string => formats[unit](value);

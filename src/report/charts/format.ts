import { formatDuration } from '../../units/duration.js';
import {
  formatBitsPerSecond,
  formatBytes,
  formatCount,
  formatRate,
  formatSeconds,
  formatSignificant,
} from '../../units/quantity.js';
import type { Quantity } from './chart.js';

/** A value as it is written in a chart, with its unit. */
export const formatQuantity = (value: number, quantity: Quantity): string => formats[quantity](value);

const formats: Readonly<Record<Quantity, (value: number) => string>> = {
  'bits/s': formatBitsPerSecond,
  rate: formatRate,
  seconds: formatSeconds,
  duration: (seconds) => (seconds < 0 ? `−${formatDuration(-seconds)}` : formatDuration(seconds)),
  bytes: formatBytes,
  cores: formatSignificant,
  change: (share) => `${share > 0 ? '+' : share < 0 ? '−' : ''}${trimmed(Math.abs(share) * 100)} %`,
  share: (share) => `${trimmed(share * 100)} %`,
  count: formatCount,
  number: formatSignificant,
  date: (seconds) => new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' '),
};

/** At most as many digits as say something: 12, 3.4, 0.56, 99.999. */
const trimmed = (percent: number): string => String(Number(percent.toPrecision(percent > 90 ? 6 : 3)));

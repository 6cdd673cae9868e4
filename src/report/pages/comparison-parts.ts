import type { Comparison } from '../../model/comparison.js';
import type { Metric } from '../../model/metrics.js';
import type { Quantity } from '../charts/chart.js';
import type { Answer } from '../comparison/answer.js';
import { harmless } from '../layout.js';
import type { Figure } from '../page/figure.js';
import type { Markup } from '../page/markup.js';

/** What parts of a page are made of. */
export interface Compared {
  comparison: Comparison;
  answer: Answer;
  /** Before the ids of its figures, which are unique in a page: empty for a page of one workload. */
  prefix: string;
}

/** Parts of a section, from top to bottom. */
export type Content = (Markup | Figure)[];

/** How the values of a metric are written at an axis. */
export const quantityOf = ({ unit }: Pick<Metric, 'unit'>): Quantity => quantities[unit];

const quantities: Readonly<Record<Metric['unit'], Quantity>> = {
  'bits/s': 'bits/s',
  '1/s': 'rate',
  s: 'seconds',
  'CPU-s': 'number',
  bytes: 'bytes',
  count: 'number',
};

/** What a metric is, for whoever points at its name. */
export function meaningOf({ name, good }: Pick<Metric, 'name' | 'good'>): string {
  const [family = ''] = name.split('.relay');
  const meaning = meanings[family] ?? (/^p\d/u.test(name) ? 'so many percent of the operations took no longer' : '');
  return `${meaning === '' ? '' : `${meaning}; `}${good} is better`;
}

const meanings: Readonly<Record<string, string>> = {
  throughput: 'payload that the client received within the window, one direction, per second',
  operations: 'operations that were completed within the window, per second',
  cpu: 'CPU time, user and system, by the work that was done within the window',
  rss: 'highest sample of resident memory within the window, summed over the processes of the relay',
  switches: 'context switches of the relay by 10^9 bytes of payload',
};

/** The end of what others wrote, in one line: builds are told apart by the end of their path. */
export function endOf(text: string, most: number): string {
  const characters = Array.from(oneLine(text));
  return characters.length <= most ? characters.join('') : `…${characters.slice(1 - most).join('')}`;
}

/** What others wrote without what would end its line or turn its direction. */
export const oneLine = (text: string): string => harmless(text).replaceAll('\n', ' ');

/** The colours of the sides, in all charts. */
export const sideColours = { a: 0, b: 1 } as const;

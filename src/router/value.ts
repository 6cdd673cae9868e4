import type { Row } from './management.js';

/** Rows of an entity type; null for a router that does not have it, or was not asked. */
export type Rows = readonly Row[] | null;

export const numberOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;

export const stringOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

export const textOf = (value: unknown): string | null => stringOf(value) || null;

/** Sum of some attributes over all rows; null if one lacks all of them. */
export function sum(rows: Rows, attributes: readonly string[]): number | null {
  const sums = rows?.map((row) => attributes.map((name) => numberOf(row[name])).filter((value) => value !== null));
  if (sums === undefined || sums.some((values) => values.length === 0)) return null;
  return sums.flat().reduce((total, value) => total + value, 0);
}

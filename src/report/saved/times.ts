import { formatMinute } from '../../units/since.js';

/** Writes times of one table to the minute; without the year if it is the same in all of them. */
export function timesOf(all: readonly (string | null)[]): (time: string) => string {
  const years = new Set(all.flatMap((time) => (time === null ? [] : minuteOf(time).slice(0, yearLength))));
  return (time) => (years.size === 1 ? minuteOf(time).slice(yearLength) : minuteOf(time));
}

/** `2026-` */
const yearLength = 5;

const minuteOf = (time: string): string => formatMinute(Date.parse(time));

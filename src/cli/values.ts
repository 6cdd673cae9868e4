import { InvalidArgumentError } from '@commander-js/extra-typings';
import type { Argument, Option } from 'commander';
import { ExpectedError } from '../errors.js';
import { largestMessage } from '../model/load.js';
import { parseCpuList } from '../units/cpu-list.js';
import { parseDuration } from '../units/duration.js';
import { parseMessageSize } from '../units/message-size.js';
import { parseRate, type Rate } from '../units/rate.js';
import { parseSince } from '../units/since.js';
import { nearest } from './nearest.js';

/** One name of a list; what is not in it is answered with the nearest one. */
export function oneOf<T extends string>(what: string, names: readonly T[]): (text: string) => T {
  return (text) => {
    const found = names.find((name) => name === text);
    if (found !== undefined) return found;
    const near = nearest(text, names);
    throw new InvalidArgumentError(
      `There is no ${what} '${text}'${near === null ? '.' : `; did you mean ${near}?`} Known: ${names.join(', ')}.`,
    );
  };
}

/** Several names, comma-separated. */
export function listOf<T extends string>(what: string, names: readonly T[]): (text: string) => T[] {
  const one = oneOf(what, names);
  return (text) => [...new Set(text.split(',').map((name) => one(name.trim())))];
}

/** A whole number from `low` to `high`. */
export function wholeNumber(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = /^[+-]?\d+$/.test(text.trim()) ? Number(text) : NaN;
    if (!(value >= low && value <= high))
      throw new InvalidArgumentError(`It wants a whole number from ${low} to ${high}.`);
    return value;
  };
}

/** Seconds; at least `low`. */
export function duration(low: number): (text: string) => number {
  return (text) => {
    const seconds = asArgument(() => parseDuration(text));
    if (seconds < low) throw new InvalidArgumentError(`It must be at least ${low} s.`);
    return seconds;
  };
}

/** CPU sets by role: `relay1=2,3/relay2=4-5/client=6`. */
export function cpuSets(text: string): Record<string, number[]> {
  const seen = new Set<string>();
  return Object.fromEntries(
    text.split('/').map((part) => {
      const [role = '', list, ...more] = part.split('=');
      if (list === undefined || more.length > 0)
        throw new InvalidArgumentError(`'${part}' is not ROLE=CPUS, such as relay1=2,3.`);
      const key = role.trim().replaceAll(/[ _]/g, '');
      if (seen.has(key)) throw new InvalidArgumentError(`It names ${key} twice.`);
      seen.add(key);
      return [key, asArgument(() => parseCpuList(list))];
    }),
  );
}

/** `key=value`, collected over several uses. */
export function keyValue(text: string, earlier: Record<string, string> | undefined): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError(`'${text}' is not KEY=VALUE.`);
  return { ...earlier, [text.slice(0, at)]: text.slice(at + 1) };
}

/** Bytes of a request and of its response. */
export const messageSize = (text: string): { request: number; response: number } =>
  asArgument(() => parseMessageSize(text, largestMessage));

/** Bits or requests per second. */
export const rate = (text: string): Rate => asArgument(() => parseRate(text));

/** Bits per second. */
export function bitRate(text: string): number {
  const { unit, perSecond } = rate(text);
  if (unit !== 'bits') throw new InvalidArgumentError('It wants bits per second, such as 100Mbps.');
  return perSecond;
}

/** Requests per second, whole ones, as an open loop wants them. */
export function requestRate(text: string): number {
  const { unit, perSecond } = rate(text);
  if (unit !== 'requests' || !Number.isInteger(perSecond)) {
    throw new InvalidArgumentError('It wants whole requests per second, such as 10000/s or 10k/s.');
  }
  return perSecond;
}

/** `2%` or `2 %` as 0.02; below 100 %. */
export function percentage(text: string): number {
  const [, number] = /^(\d+(?:\.\d+)?|\.\d+) ?%$/.exec(text.trim()) ?? [];
  const share = number === undefined ? NaN : Number(number) / 100;
  if (!(share < 1)) throw new InvalidArgumentError('It wants a percentage below 100, such as 2%.');
  return share;
}

/** Milliseconds since the epoch, from a time ago or a day. */
export const since = (text: string): number => asArgument(() => parseSince(text, Date.now()));

function asArgument<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    throw new InvalidArgumentError(`${error.message}${error.remedy === null ? '' : `; ${error.remedy}`}.`);
  }
}

/** Lets help show, and the shell complete, the names that an option takes. */
export function showChoices(options: readonly Option[], choices: Readonly<Record<string, readonly string[]>>): void {
  for (const option of options) {
    const names = choices[option.long ?? ''];
    if (names !== undefined) option.argChoices = [...names];
  }
}

/** The same for arguments. */
export function showArgumentChoices(given: readonly Argument[], names: readonly string[]): void {
  for (const argument of given) argument.argChoices = [...names];
}

import { relative } from 'node:path';

/** The answer of a command. */
export function print(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

/** Something about the answer, for people. */
export function tell(text: string): void {
  process.stderr.write(`flimflam: ${text}\n`);
}

export const wantsColour = (): boolean =>
  process.stdout.isTTY && process.env['NO_COLOR'] === undefined && process.env['TERM'] !== 'dumb';

/** A path as the user would type it from here. */
export function shortPath(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere.startsWith('..') ? path : fromHere;
}

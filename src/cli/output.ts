import { relative } from 'node:path';

/** The answer of a command. */
export function print(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

/** Something about the answer, for people. */
export function tell(text: string): void {
  process.stderr.write(`flimflam: ${text}\n`);
}

/** What is asked of stdout and stderr: whether it is a terminal, and how wide. */
export type Terminal = Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'write'>;

type Variables = Readonly<Record<string, string | undefined>>;

/** Whether this is a terminal that can do more than print lines. */
export const obeysSequences = ({ isTTY }: Terminal, environment: Variables): boolean =>
  isTTY && environment['TERM'] !== 'dumb';

/** Whether headings are made bold; NO_COLOR counts unless it is empty (no-color.org). */
export const wantsColour = (output: Terminal = process.stdout, environment: Variables = process.env): boolean =>
  obeysSequences(output, environment) && (environment['NO_COLOR'] ?? '') === '';

const [narrowest, widest] = [60, 100];

/** Columns for sentences: of a file or a pipe the same everywhere, of a terminal what it has within reason. */
export const textColumns = ({ isTTY, columns }: Terminal = process.stdout): number =>
  isTTY && columns > 0 ? Math.min(Math.max(columns, narrowest), widest) : widest;

/** A path as the user would type it from here. */
export function shortPath(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere.startsWith('..') ? path : fromHere;
}

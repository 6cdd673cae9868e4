import { nowNs } from './clock.js';

/** Hears a line and the time of its arrival. */
export type LineListener = (line: string, timeNs: number) => void;

/** A field of a line as the guardian reads and writes it. */
export const escapeField = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n');

export const unescapeField = (text: string): string =>
  text.replaceAll(/\\(.)/g, (_, letter: string) => ({ t: '\t', n: '\n' })[letter] ?? letter);

/** Calls back for every line, and for what comes after the last newline when the stream ends. */
export function forEachLine(stream: NodeJS.ReadableStream, listener: LineListener): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    const timeNs = nowNs();
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) listener(line, timeNs);
  });
  stream.on('end', () => {
    if (rest !== '') listener(rest, nowNs());
    rest = '';
  });
  // A reset channel only says that the other end is gone, which the guardian reports too.
  stream.on('error', () => {});
}

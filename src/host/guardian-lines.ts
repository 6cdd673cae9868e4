import { nowNs } from './clock.js';

/** Hears a line and the time of its arrival. */
export type LineListener = (line: string, timeNs: number) => void;

/** A field of a line as the guardian reads and writes it. */
export const escapeField = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n');

/** Of megabytes with many escapes it must not take long: no heartbeat is sent meanwhile. */
export const unescapeField = (text: string): string =>
  text.includes('\\') ? text.split('\\\\').map(withoutBackslashes).join('\\') : text;

/** A part between escaped backslashes. */
const withoutBackslashes = (text: string): string =>
  text.includes('\\') ? text.replaceAll('\\t', '\t').replaceAll('\\n', '\n') : text;

/** Calls back for every line, and for what comes after the last newline when the stream ends. */
export function forEachLine(stream: NodeJS.ReadableStream, listener: LineListener): void {
  // In pieces: a line may have megabytes, and comes in some hundred of them.
  let rest: string[] = [];
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    const timeNs = nowNs();
    const lines = text.split('\n');
    if (lines.length > 1) {
      listener(rest.join('') + lines[0]!, timeNs);
      rest = [];
    }
    for (const line of lines.slice(1, -1)) listener(line, timeNs);
    rest.push(lines.at(-1)!);
  });
  stream.on('end', () => {
    const last = rest.join('');
    if (last !== '') listener(last, nowNs());
    rest = [];
  });
  // A reset channel only says that the other end is gone, which the guardian reports too.
  stream.on('error', () => {});
}

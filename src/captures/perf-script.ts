import { basename } from 'node:path';
import { ExpectedError } from '../errors.js';
import type { Captured } from './capture.js';
import { failureIn, lostIn } from './perf-words.js';
import { scriptFields, type ScriptReader } from './script-samples.js';

/** What a reader needs beside samples. */
export interface ScriptExtras {
  /** Fields beside those that every reader takes. */
  fields: readonly string[];
  flags: readonly string[];
}

/**
 * Reads a file of perf's while `perf script` prints it, and returns how many events perf lost. Looking up inlined
 * functions is left out: it can take hours.
 */
export async function readScript(
  { perf, file, signal }: Pick<Captured, 'perf' | 'file' | 'signal'>,
  reader: ScriptReader,
  { fields, flags }: ScriptExtras = { fields: [], flags: [] },
): Promise<number> {
  const columns = [scriptFields, ...fields].join(',');
  const words = ['script', '--no-inline', '--ns', '--show-lost-events', ...flags, '-F', columns, '-i', file];
  const end = await perf.print(words, signal, (piece) => reader.read(piece));
  const problem =
    failureIn({ ...end, stderr: withoutNotes(end.stderr) }) ??
    (reader.isCut ? 'the output of perf script ends within a sample' : null);
  if (problem !== null) {
    const remedy = 'record it again, and let perf end by itself';
    throw new ExpectedError('perf-data-damaged', `perf cannot read ${basename(file)}: ${problem}`, remedy);
  }
  // Both are of the same loss.
  return Math.max(reader.lost, lostIn(end.stderr));
}

/** Lines on stderr that tell of no fault (of helpers that perf tries, of object files, of the loader), and labels. */
const withoutNotes = (stderr: string): string =>
  stderr.replaceAll(/^.*addr2line.*$|^BFD: .*$|^ERROR: ld\.so: .*$|^(?:warning|error):[ \t]*/gimu, '');

import { basename } from 'node:path';
import { ExpectedError } from '../errors.js';
import type { Captured } from './capture.js';
import { failureIn, lostIn } from './perf-words.js';

/**
 * What `perf c2c report` or `perf mem report` prints of a file, and how many events perf lost. Throws an expected error
 * when perf cannot read it.
 */
export async function perfReport(
  { perf, file, signal }: Pick<Captured, 'perf' | 'file' | 'signal'>,
  words: readonly string[],
): Promise<{ text: string; lost: number }> {
  const pieces: Buffer[] = [];
  const end = await perf.print([...words, '-i', file], signal, (piece) => {
    pieces.push(Buffer.from(piece, 'latin1'));
  });
  // Of a file that is cut off it says so, prints nothing, and ends well.
  const problem = failureIn(end) ?? /^.*failed to process.*$/m.exec(end.stderr)?.[0] ?? null;
  if (problem !== null) {
    const remedy = 'record it again, and let perf end by itself';
    throw new ExpectedError('perf-data-damaged', `perf cannot read ${basename(file)}: ${problem}`, remedy);
  }
  return { text: Buffer.concat(pieces).toString('utf8'), lost: lostIn(end.stderr) };
}

/** Nothing was sampled: an error, since there is nothing to show. */
export const noAccesses = (): ExpectedError =>
  new ExpectedError(
    'no-samples',
    'perf sampled no memory access of the captured processes in the window',
    'use a longer --duration, or see perf.log in the run folder',
  );

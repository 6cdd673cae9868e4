import type { PrintEnd } from '../host/printing.js';

/** What perf says at every start and of every event that has no such field. */
const noise = /^(?:\[ ?perf |'\w+' not valid for |Warning:\s*$|\s*$)/;

/** The first line that says something, when a program of perf's did not end well; null when it did. */
export function failureIn({ code, signal, stderr }: PrintEnd): string | null {
  if (code === 0) return null;
  const line = stderr.split('\n').find((one) => !noise.test(one));
  return line?.trim() ?? (signal === null ? `it ended with exit code ${code}` : `it was ended by ${signal}`);
}

/**
 * Events that are missing by what perf says when it has read everything; 0 when it says nothing. It speaks only of
 * more than 5 %, or of `chunks`, which are many events each. Samples: `Processed 587671 samples and lost 47.68%!`,
 * `Processed 120 events and lost 3 chunks!`.
 */
export function lostIn(stderr: string): number {
  const share = /^Processed (\d+) samples and lost ([\d.]+)%!/m.exec(stderr);
  if (share !== null) return Math.round((Number(share[1]) * Number(share[2])) / 100);
  return Number(/^Processed \d+ events and lost (\d+) chunks!/m.exec(stderr)?.[1] ?? 0);
}

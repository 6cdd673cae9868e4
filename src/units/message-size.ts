import { usageError } from '../errors.js';

/** Bytes in each unit that a size may carry. */
const factors: Readonly<Record<string, number>> = { '': 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 };

const remedy = 'write it as 100, 64k or 1M, with another size for the answer as 100:64k';

/**
 * Bytes of a message and of its answer from `64k` or `100:1M` (k is 1024); without a second size the answer is as long. A
 * usage error (`bad-size`) for what is none, for 0 and for more than `highest` bytes.
 */
export function parseMessageSize(text: string, highest: number): { request: number; response: number } {
  const [request, response = request, ...more] = text.split(':').map((part) => bytesOf(part, text, highest));
  if (request === undefined || response === undefined || more.length > 0) throw notASize(text);
  return { request, response };
}

function bytesOf(part: string, text: string, highest: number): number {
  const [, number, prefix] = /^(\d+)\s*([kKmMgG]?)(?:iB|B)?$/.exec(part.trim()) ?? [];
  const factor = prefix === undefined ? undefined : factors[prefix.toLowerCase()];
  if (number === undefined || factor === undefined) throw notASize(text);
  const bytes = Number(number) * factor;
  if (bytes < 1) throw usageError('bad-size', `a message has at least 1 byte: '${text}'`, remedy);
  if (bytes > highest) throw usageError('bad-size', `'${text}' is more than ${highest} bytes`, remedy);
  return bytes;
}

const notASize = (text: string) => usageError('bad-size', `'${text}' is not a size in bytes`, remedy);

/** `1-byte`, `64 KiB`: exactly, and short where it is a round number. */
export function formatBytesExactly(bytes: number): string {
  const units = [['GiB', 2 ** 30], ['MiB', 2 ** 20], ['KiB', 2 ** 10]] as const; // prettier-ignore
  const [unit, factor] = units.find(([, one]) => bytes % one === 0) ?? ['byte', 1];
  return factor === 1 ? `${bytes}-byte` : `${bytes / factor} ${unit}`;
}

/** A size as `parseMessageSize` reads it back. */
export const writeMessageSize = ({ request, response }: { request: number; response: number }): string =>
  request === response ? String(request) : `${request}:${response}`;

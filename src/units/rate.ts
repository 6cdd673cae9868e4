import { usageError } from '../errors.js';

export interface Rate {
  unit: 'bits' | 'requests';
  perSecond: number;
}

const factors: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9, t: 1e12 };

/** More than any machine moves, so that a slip of the finger is found. */
const highest = 1e15;

// A number, a decimal prefix, and what is counted: `2Gbps`, `500 Mb/s`, `10k/s`, `0.5/s`.
const pattern = /^([+-]?(?:\d+(?:\.\d*)?|\.\d+))\s*([kKMmGgTt]?)(bps|b\/s|bit\/s|\/s)$/;

const remedy = 'write it as 2Gbps or 500Mbps, or for requests as 10000/s or 10k/s';

/** Bits or requests per second from `2Gbps` or `10k/s`; a usage error (`bad-rate`) if it is neither, or not above 0. */
export function parseRate(text: string): Rate {
  const [, number, prefix, counted] = pattern.exec(text.trim()) ?? [];
  const factor = prefix === undefined ? undefined : factors[prefix.toLowerCase()];
  if (number === undefined || factor === undefined) {
    const bytes = /B(ps|\/s)$/.test(text.trim()) ? ' (B is bytes; rates are in bits)' : '';
    throw usageError('bad-rate', `'${text}' is not a rate${bytes}`, remedy);
  }
  const perSecond = Number(number) * factor;
  if (!(perSecond > 0)) throw usageError('bad-rate', `a rate must be above 0: '${text}'`, remedy);
  if (perSecond > highest) throw usageError('bad-rate', `'${text}' is more than any machine can do`, remedy);
  return { unit: counted === '/s' ? 'requests' : 'bits', perSecond };
}

/** A rate as `parseRate` reads it back exactly: `2Gbps`, `10k/s`. */
export function writeRate({ unit, perSecond }: Rate): string {
  const prefixes = [['T', 1e12], ['G', 1e9], ['M', 1e6], ['k', 1e3]] as const; // prettier-ignore
  const [prefix, factor] = prefixes.find(([, one]) => perSecond % one === 0) ?? ['', 1];
  return `${perSecond / factor}${prefix}${unit === 'bits' ? 'bps' : '/s'}`;
}

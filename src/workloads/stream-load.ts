import type { Load } from '../model/load.js';
import type { End } from '../model/names.js';
import { activeOf, threadsOf } from './load-program.js';
import type { EndProcess, Ends } from './workload.js';

/** The ends at which the bytes of a stream arrive and count. */
export function receiversOf({ direction }: Load): readonly End[] {
  if (direction === 'both') return ['client', 'server'];
  return direction === 'upload' ? ['server'] : ['client'];
}

/** The ends whose sending is what is asked for: of an echo the client, which gets it back. */
function sendersOf({ direction }: Load): readonly End[] {
  if (direction === 'both') return ['client', 'server'];
  return direction === 'download' ? ['server'] : ['client'];
}

export function planStream(ends: Ends): { server: EndProcess; client: EndProcess } {
  const { jobs, load } = ends.scenario;
  const plan = (end: End, address: readonly string[], ready: EndProcess['ready']): EndProcess => ({
    argv: [
      ...[ends.programs[end].path, end, load.direction, ...address],
      // A server needs the numbers to share its rates and to know that some are idle; an echoing one does neither.
      ...(end === 'client' || load.direction !== 'echo' ? ['--jobs', String(jobs), ...activeOf(ends.scenario)] : []),
      ...threadsOf(ends),
      ...optionsOf(end, load),
    ],
    files: [],
    channel: true,
    ready,
  });
  return {
    server: plan(
      'server',
      ['--listen', `127.0.0.1:${ends.serverPort}`],
      [{ kind: 'listening', port: ends.serverPort }],
    ),
    client: plan('client', ['--connect', `127.0.0.1:${ends.clientPort}`], [{ kind: 'line', prefix: 'connected ' }]),
  };
}

/** What one of several ends has of a rate. */
const part = (whole: number, ends: readonly End[]): string => String(Math.max(1, Math.round(whole / ends.length)));

function optionsOf(end: End, load: Load): string[] {
  const { direction, messageSize, rate, verify, light, readerRate } = load;
  const [senders, receivers] = [sendersOf(load), receiversOf(load)];
  const options: string[] = [];
  if (senders.includes(end)) {
    if (messageSize !== null) options.push('--message-size', String(messageSize.request));
    if (rate !== null) options.push('--rate', part(rate.perSecond, senders));
  }
  if (receivers.includes(end) && readerRate !== null) options.push('--reader-rate', part(readerRate, receivers));
  // The other end has to know too, for it says or hears which connection it is; but an echo is checked by the client alone.
  if (verify && (end === 'client' || direction !== 'echo')) options.push('--verify');
  if (light) options.push('--light');
  return options;
}

/** Bytes that each connection received in the window, from lines such as `shares 298713141 534839349 295501824`. */
export const parseShares = (output: string): number[] =>
  [...output.matchAll(/^shares((?: \d+)+)$/gm)].flatMap(([, numbers = '']) => numbers.trim().split(' ').map(Number));

/**
 * Reads what a receiver of a verified stream says of the first wrong byte, in words; null if all were right.
 * Sample: `error connection 3: upload: wrong byte at offset 1000003`.
 */
export function parseWrongByte(output: string): string | null {
  const match = /^error connection (\d+): (echo|upload|download): wrong byte at offset (\d+)$/m.exec(output);
  return match === null ? null : `connection ${match[1]}, ${match[2]}: the byte at offset ${match[3]} is wrong`;
}

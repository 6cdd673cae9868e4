import { ExpectedError } from '../errors.js';
import type { Load } from '../model/load.js';
import type { End } from '../model/names.js';
import type { Scenario } from '../model/scenario.js';
import { activeOf, clientReady, parseMark, talking, threadsOf, tlsFilesOf } from './load-program.js';
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
      ...(end === 'client' ? tlsFilesOf(ends) : []),
    ],
    files: [],
    channel: true,
    ready,
  });
  return {
    server: plan(
      'server',
      ['--listen', `${ends.serverHost}:${ends.serverPort}`],
      [{ kind: 'listening', port: ends.serverPort }],
    ),
    client: plan('client', ['--connect', `${ends.clientHost}:${ends.clientPort}`], clientReady(ends)),
  };
}

/** What one of several ends has of a rate. */
const part = (whole: number, ends: readonly End[]): string => String(Math.max(1, Math.round(whole / ends.length)));

function optionsOf(end: End, load: Load): string[] {
  const { direction, messageSize, rate, verify, light, readerRate, halfClose } = load;
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
  // The server has to know that the end of what comes is not the end of the connection.
  if (halfClose) options.push('--half-close');
  return options;
}

/** Bytes that each connection received in the window, from lines such as `shares 298713141 534839349 295501824`. */
export const parseShares = (output: string): number[] =>
  [...output.matchAll(/^shares((?: \d+)+)$/gm)].flatMap(([, numbers = '']) => numbers.trim().split(' ').map(Number));

/**
 * What a client or server of a stream says that it met; null if it said nothing of the kind. Samples:
 * `error connection 3: upload: wrong byte at offset 1000003`,
 * `error connection 3: closed by the peer although only its sending end was closed`.
 */
export function parseStreamFault(output: string): ExpectedError | null {
  const wrong = /^error connection (\d+): (echo|upload|download): wrong byte at offset (\d+)$/m.exec(output);
  if (wrong !== null) {
    const [, number, direction, offset] = wrong;
    const message = `connection ${number}, ${direction}: the byte at offset ${offset} is wrong`;
    return new ExpectedError('wrong-byte', message, 'something in the chain changes what it passes on');
  }
  const half = /^error (connection \d+: .* although only its sending end was closed)$/m.exec(output);
  if (half === null) return null;
  return new ExpectedError(
    'half-close-lost',
    half[1]!,
    'something in the chain ends both directions when one of them ends',
  );
}

/** Null when the server saw the end of what each client sends; otherwise how many ends are missing, in words. */
export function missedHalfCloses(scenario: Scenario, serverOutput: string): string | null {
  if (!scenario.load.halfClose) return null;
  const marks = serverOutput.split('\n').flatMap((line) => parseMark(line) ?? []);
  const expected = talking(scenario);
  const missed = expected - (marks.at(-1)?.counters['half_closed'] ?? 0);
  if (missed <= 0) return null;
  return `${missed} of ${expected} half-closes of clients had not reached the server by the end of the window`;
}

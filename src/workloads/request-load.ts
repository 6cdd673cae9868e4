import type { Load } from '../model/load.js';
import type { Scenario } from '../model/scenario.js';
import { parseHistogramText, type Recorded } from '../stats/histogram-text.js';
import { formatBytesExactly } from '../units/message-size.js';
import { activeOf, clientReady, loadProgram, loadTraits, threadsOf, tlsFilesOf } from './load-program.js';
import type { EndProcess, Ends, HistogramFile } from './workload.js';

/** What the two workloads with requests of our own have in common. */
export const requestTraits = {
  ...loadTraits,
  programs: { client: loadProgram, server: loadProgram },
  bit: () => 'payload of responses received by the client',
} as const;

/** Of the latency that a result is known by. */
export const latencyFile: HistogramFile = { tag: null, file: 'latency.histogram' };

/** One byte there and one back, as netperf and neper do. */
const usualSize = { request: 1, response: 1 };

export function planRequests(
  mode: 'rr' | 'crr',
  ends: Ends,
  ofClient: readonly string[] = [],
): { server: EndProcess; client: EndProcess } {
  const { jobs, load } = ends.scenario;
  const { request, response } = load.messageSize ?? usualSize;
  const common = threadsOf(ends);
  if (load.background > 0) common.push('--background', String(load.background));
  if (load.messageSize !== null) common.push('--request', String(request), '--response', String(response));
  return {
    server: {
      argv: [ends.programs.server.path, 'server', mode, '--listen', `${ends.serverHost}:${ends.serverPort}`, ...common],
      files: [],
      channel: true,
      ready: [{ kind: 'listening', port: ends.serverPort }],
    },
    client: {
      argv: [
        ...[ends.programs.client.path, 'client', mode, '--connect', `${ends.clientHost}:${ends.clientPort}`],
        ...['--jobs', String(jobs), ...activeOf(ends.scenario), ...common],
        ...['--histograms', ends.folder, ...ofClient, ...tlsFilesOf(ends)],
      ],
      files: [],
      channel: true,
      ready: clientReady(ends),
    },
  };
}

/** `a 1-byte request and its 1-byte response`. */
export function exchange({ messageSize }: Load): string {
  const { request, response } = messageSize ?? usualSize;
  return `a ${formatBytesExactly(request)} request and its ${formatBytesExactly(response)} response`;
}

export function readHistogram(readFile: (path: string) => string | null, { file }: HistogramFile): Recorded {
  return parseHistogramText(readFile(file) ?? '');
}

/** Requests a second of the open loop that is asked for; null: a closed loop. */
export const openRate = ({ load }: Pick<Scenario, 'load'>): number | null => load.rate?.perSecond ?? null;

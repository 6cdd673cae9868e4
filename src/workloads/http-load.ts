import { ExpectedError } from '../errors.js';
import { longWindow } from '../model/long-window.js';
import type { ProgramSpec } from '../model/program.js';
import { latencyOf, newHistogram, type Latency } from '../stats/latency.js';
import type { EndProcess, Ends, Workload, WorkloadOutputs, WorkloadResult } from './workload.js';

export const h2loadProgram: ProgramSpec = {
  executable: 'h2load',
  version: { arguments: ['--version'], pattern: /nghttp2\/(\S+)/ },
  packages: { apt: 'nghttp2-client', dnf: 'nghttp2' },
};

const bodyBytes = 1024;
const logFile = 'h2load.log';

/** The body that both HTTP servers serve: 1 KiB of text. */
export const documentRoot = 'htdocs';
export const documentFile = {
  path: `${documentRoot}/index.html`,
  text: 'flimflam '.repeat(114).slice(0, bodyBytes - 1) + '\n',
};

/** What does not depend on the version of HTTP. */
export function httpLoad(
  version: string,
): Pick<
  Workload,
  | 'bit'
  | 'operation'
  | 'receivers'
  | 'kernelOverhead'
  | 'maxJobs'
  | 'takes'
  | 'connections'
  | 'wholeSeconds'
  | 'window'
  | 'result'
> {
  return {
    bit: () => 'response bodies received by the client (1 KiB each), without headers and frames',
    operation: () => `one ${version} GET of 1 KiB, one at a time on each connection, closed loop`,
    receivers: () => ['client'],
    // Headers of a response of 1 KiB: some 30 bytes in HTTP/2, some 250 in HTTP/1.
    kernelOverhead: 0.4,
    connections: (jobs) => jobs,
    maxJobs: null,
    takes: {},
    wholeSeconds: false,
    window: { kind: 'own', mark: h2loadMark },
    result: readH2load,
  };
}

export function h2loadClient(
  { scenario, clientHost, clientPort, folder, threads, programs }: Ends,
  extra: string[],
): EndProcess {
  return {
    argv: [
      ...[programs.client.path, '-c', String(scenario.jobs), '-t', String(Math.min(threads, scenario.jobs)), '-m', '1'],
      ...['--warm-up-time', milliseconds(scenario.warmup), '-D', milliseconds(scenario.duration)],
      ...(scenario.duration > longWindow ? [] : ['--log-file', `${folder}/${logFile}`]),
      ...[...extra, `http://${clientHost}:${clientPort}/index.html`],
    ],
    files: [],
    channel: true,
    ready: [{ kind: 'line', prefix: 'starting benchmark' }],
  };
}

const milliseconds = (seconds: number): string => `${Math.round(seconds * 1000)}ms`;

/** h2load says so, flushed, when a thread begins and ends its measurement; the first thread gives the mark. */
export function h2loadMark(line: string): 'begin' | 'end' | null {
  if (line.startsWith('Main benchmark duration is started for thread #')) return 'begin';
  if (line.startsWith('Main benchmark duration is over for thread #')) return 'end';
  return null;
}

function readH2load({ scenario, clientOutput, readFile }: WorkloadOutputs): WorkloadResult {
  const requests = parseRequests(clientOutput);
  const bad = requests.failed + requests.errored + requests.timeout;
  const latency = parseLog(readFile(logFile) ?? '');
  return {
    bytes: requests.succeeded * bodyBytes,
    seconds: scenario.duration,
    operations: requests.succeeded,
    latency,
    failure:
      bad > 0
        ? `${bad} of ${requests.total} requests failed`
        : requests.succeeded === 0
          ? 'no request was answered'
          : null,
  };
}

type Requests = Record<'total' | 'succeeded' | 'failed' | 'errored' | 'timeout', number>;

/** Sample: `requests: 19077 total, 19077 started, 19077 done, 19077 succeeded, 0 failed, 0 errored, 0 timeout`. */
export function parseRequests(output: string): Requests {
  const line = /^requests: (.*)$/m.exec(output)?.[1];
  const counts = Object.fromEntries(
    [...(line ?? '').matchAll(/(\d+) (\w+)/g)].map(([, n, word = '']) => [word, Number(n)]),
  );
  const { total, succeeded, failed, errored, timeout } = counts;
  if ([total, succeeded, failed, errored, timeout].includes(undefined)) {
    throw new ExpectedError('client-garbage', 'h2load printed no count of its requests');
  }
  return { total, succeeded, failed, errored, timeout } as Requests;
}

/**
 * h2load's summary has only the mean; its log has a line for each request of the window:
 * start in microseconds, HTTP status, duration in microseconds. Sample: `1795398320409279	200	114`.
 */
export function parseLog(text: string): Latency | null {
  const histogram = newHistogram();
  const exact = { sumNs: 0, minNs: Infinity, maxNs: 0 };
  for (const [, duration] of text.matchAll(/^\d+\t\d+\t(\d+)$/gm)) {
    // The log counts whole microseconds, so 0 stands for less than one.
    const ns = Number(duration) * 1000;
    histogram.recordValue(Math.min(ns, histogram.highestTrackableValue));
    exact.sumNs += ns;
    exact.minNs = Math.min(exact.minNs, ns);
    exact.maxNs = Math.max(exact.maxNs, ns);
  }
  return latencyOf(histogram, exact);
}

import type { Failures } from '../model/results.js';
import { latencyOf } from '../stats/latency.js';
import { formatCount } from '../units/quantity.js';
import { countedInWindow } from './load-program.js';
import { exchange, latencyFile, planRequests, readHistogram, requestTraits } from './request-load.js';
import type { HistogramFile, Workload } from './workload.js';

const connectFile: HistogramFile = { tag: 'connect', file: 'connect.histogram' };

/** A connection for each request: the TCP_CRR of netperf and neper. The server closes first, see docs/decisions/0028. */
export const builtinCrr: Workload = {
  ...requestTraits,
  name: 'builtin-crr',
  description: 'connect, one request, one response, close: connections per second, with latency percentiles',
  shortConnections: true,
  operation: (load) =>
    `a connection with ${exchange(load)}, closed loop: the next connection follows the end of the last`,
  takes: { messageSize: 'pair', tls: true },
  histograms: () => [{ ...latencyFile, tag: 'whole' }, connectFile],
  plan: (ends) => planRequests('crr', ends),
  result: ({ clientOutput, readFile }) => {
    const { seconds, rx, counters } = countedInWindow(clientOutput);
    const whole = readHistogram(readFile, latencyFile);
    const connect = readHistogram(readFile, connectFile);
    const operations = whole.histogram.totalCount;
    const failures = Object.fromEntries(Object.keys(words).map((cause) => [cause, counters[cause] ?? 0])) as Failures;
    return {
      bytes: rx,
      seconds,
      operations,
      latency: latencyOf(whole.histogram, whole.exact),
      connect: latencyOf(connect.histogram, connect.exact),
      failures,
      failure: describeFailures(failures, operations) ?? (operations === 0 ? 'no request was answered' : null),
    };
  },
};

/** How each cause is told, and what helps. */
const words: Readonly<Record<keyof Failures, string>> = {
  refused: 'refused: nobody listened',
  reset: 'reset by the other side',
  timeout: 'not done after 5 s',
  ports:
    'for want of a local port (a wider net.ipv4.ip_local_port_range gives more, net.ipv4.tcp_tw_reuse=1 gives them back earlier)',
  closed: 'closed before the answer',
  other: 'for another reason (the first one is in client.out)',
};

/** `3 of 12,003 connections failed: 2 reset by the other side, 1 closed before the answer`; null when none did. */
export function describeFailures(failures: Failures, good: number): string | null {
  const causes = Object.entries(failures).filter(([, count]) => count > 0) as [keyof Failures, number][];
  if (causes.length === 0) return null;
  const bad = causes.reduce((sum, [, count]) => sum + count, 0);
  const list = causes.map(([cause, count]) => `${formatCount(count)} ${words[cause]}`).join(', ');
  return `${formatCount(bad)} of ${formatCount(good + bad)} connections failed: ${list}`;
}

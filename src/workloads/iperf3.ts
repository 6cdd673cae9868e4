import { z } from 'zod';
import { ExpectedError } from '../errors.js';
import { longWindow } from '../model/long-window.js';
import type { ProgramSpec } from '../model/program.js';
import type { Interval, Workload } from './workload.js';

const iperf3Program: ProgramSpec = {
  executable: 'iperf3',
  version: { arguments: ['--version'], pattern: /^iperf (\S+)/m },
  packages: { apt: 'iperf3', dnf: 'iperf3' },
};

/** iperf3 from client to server. Versions before 3.16 run all streams in one thread: never compare across them. */
export const iperf3: Workload = {
  name: 'iperf3',
  description: 'iperf3, TCP from client to server',
  protocols: ['tcp'],
  programs: { client: iperf3Program, server: iperf3Program },
  bit: () => "payload received by the server, by iperf3's own count there",
  operation: () => null,
  receivers: () => ['server'],
  kernelOverhead: 0,
  // One more to control the test.
  connections: (jobs) => jobs + 1,
  maxJobs: 128,
  takes: {},
  wholeSeconds: true,
  window: {
    kind: 'own',
    mark: (line, scenario) => iperf3Mark(line, scenario.warmup, scenario.duration),
    interval: iperf3Interval,
  },
  plan: ({ scenario, serverHost, serverPort, clientHost, clientPort, programs }) => {
    const common = { files: [], channel: true };
    return {
      server: {
        ...common,
        argv: [
          programs.server.path,
          '-s',
          '-B',
          serverHost,
          '-p',
          String(serverPort),
          '--json',
          ...withoutSeconds(scenario),
        ],
        ready: [{ kind: 'listening', port: serverPort }],
      },
      client: {
        ...common,
        argv: [
          ...[programs.client.path, '-c', clientHost, '-p', String(clientPort)],
          ...['-P', String(scenario.jobs), '-O', String(scenario.warmup), '-t', String(scenario.duration)],
          ...['-i', '1', '-f', 'k', '--forceflush'],
        ],
        // It flushes nothing before its first second is over, so there is nothing to wait for.
        ready: [],
      },
    };
  },
  result: ({ serverOutput }) => {
    const { bytes, seconds } = parseServerReport(serverOutput);
    return { bytes, seconds, operations: null, latency: null, failure: bytes === 0 ? 'no byte arrived' : null };
  },
};

/** A report of every second of hours would be megabytes, and be kept in the memory of the server until its end. */
const withoutSeconds = ({ duration }: { duration: number }): string[] => (duration > longWindow ? ['-i', '0'] : []);

/**
 * iperf3 prints one line a stream and second, flushed. The warm-up ends with the first line of its last second
 * (then the counters are reset, and the time starts at 0 again), the window with that of its own last second.
 * Sample: `[  5]   0.00-1.00   sec   828 MBytes  6940692 Kbits/sec   18   1023 KBytes       (omitted)`.
 */
export function iperf3Mark(line: string, warmup: number, duration: number): 'begin' | 'end' | null {
  const second = parseSecond(line);
  if (second === null) return null;
  const end = Math.round(second.to);
  if (second.omitted) return end === warmup ? 'begin' : null;
  return end === duration ? 'end' : null;
}

/** What one stream sent in a second; null for any other line, such as a sum. */
export function iperf3Interval(line: string): Interval | null {
  const second = parseSecond(line);
  if (second === null) return null;
  const { from, to, omitted, kilobits } = second;
  // The time begins anew after the warm-up.
  const stretch = `${omitted ? 'omitted ' : ''}${from}-${to}`;
  return { stretch, seconds: to - from, bytes: Math.round((kilobits * 1000 * (to - from)) / 8) };
}

/** The line of one stream and second. */
function parseSecond(line: string): { from: number; to: number; kilobits: number; omitted: boolean } | null {
  const match = /^\[ *\d+\] +([\d.]+)-([\d.]+) +sec .* ([\d.]+) Kbits\/sec/.exec(line);
  if (match === null || /sender|receiver/.test(line)) return null;
  const [from = 0, to = 0, kilobits = 0] = match.slice(1).map(Number);
  return { from, to, kilobits, omitted: line.endsWith('(omitted)') };
}

const serverReportSchema = z.object({
  error: z.string().optional(),
  end: z.object({ sum_received: z.object({ bytes: z.number(), seconds: z.number() }).optional() }),
});

/**
 * Reads what `iperf3 -s --json` prints after a test: bytes that arrived after the omitted seconds, exactly.
 * When the server is ended it prints a second document, which only says so.
 */
export function parseServerReport(text: string): { bytes: number; seconds: number } {
  let report;
  try {
    report = serverReportSchema.parse(JSON.parse(text.slice(0, text.indexOf('\n}\n') + 3)));
  } catch (cause) {
    throw new ExpectedError('server-garbage', 'the iperf3 server printed no readable report', null, 1, { cause });
  }
  if (report.error !== undefined) throw new ExpectedError('iperf3-error', `iperf3 says: ${report.error}`);
  if (report.end.sum_received === undefined) {
    throw new ExpectedError('server-garbage', 'the iperf3 server reported no received bytes');
  }
  return report.end.sum_received;
}

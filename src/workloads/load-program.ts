import { ExpectedError } from '../errors.js';
import { nativeProgram } from '../model/program.js';
import type { EndProcess, Ends, Workload } from './workload.js';

/** What the two builtin workloads share: one native program that is both client and server. */
export const loadProgram = nativeProgram('flimflam-load');

/** What the builtin workloads have in common. */
export const loadTraits = {
  protocols: ['tcp'],
  programs: { client: loadProgram, server: loadProgram },
  kernelEnd: 'client',
  kernelOverhead: 0,
  connections: (jobs) => jobs,
  maxJobs: null,
  wholeSeconds: false,
  window: { kind: 'announced' },
} as const satisfies Partial<Workload>;

export function planLoad(mode: 'echo', ends: Ends): { server: EndProcess; client: EndProcess } {
  const threads = ['--threads', String(Math.min(ends.threads, ends.scenario.jobs))];
  const common = { files: [], channel: true };
  return {
    server: {
      ...common,
      argv: [ends.programs.server.path, 'server', mode, '--listen', `127.0.0.1:${ends.serverPort}`, ...threads],
      ready: [{ kind: 'listening', port: ends.serverPort }],
    },
    client: {
      ...common,
      argv: [
        ends.programs.client.path,
        'client',
        mode,
        '--connect',
        `127.0.0.1:${ends.clientPort}`,
        '--jobs',
        String(ends.scenario.jobs),
        ...threads,
      ],
      ready: [{ kind: 'line', prefix: 'connected ' }],
    },
  };
}

export interface Mark {
  /** CLOCK_MONOTONIC nanoseconds at which the counters were read. */
  timeNs: number;
  counters: Record<string, number>;
}

/**
 * Reads a snapshot line of a native program.
 * Sample: `mark 123000000000 123000010000 rx=1024 tx=2048 ops=0`.
 */
export function parseMark(line: string): Mark | null {
  return parseCounters(/^mark \d+ (\d+)((?: \w+=\d+)*)$/.exec(line));
}

/** Reads a line of the 100 ms series. Sample: `sample 123000010000 rx=1024 tx=2048 ops=0`. */
export function parseSample(line: string): Mark | null {
  return parseCounters(/^sample (\d+)((?: \w+=\d+)*)$/.exec(line));
}

function parseCounters(match: RegExpExecArray | null): Mark | null {
  if (match === null) return null;
  const [, time, rest = ''] = match;
  const pairs = rest.trim().split(' ').filter(Boolean);
  return {
    timeNs: Number(time),
    counters: Object.fromEntries(pairs.map((pair) => pair.split('=')).map(([key = '', value]) => [key, Number(value)])),
  };
}

/** What a client counted between its two marks. */
export interface Counted {
  /** Between its two readings. */
  seconds: number;
  rx: number;
  operations: number;
  /** All of them, by their names in a mark. */
  counters: Record<string, number>;
}

/** Reads the two marks of a client; throws when they are not both there. */
export function countedInWindow(clientOutput: string): Counted {
  const marks = clientOutput
    .split('\n')
    .map(parseMark)
    .filter((mark) => mark !== null);
  const [begin, end] = marks;
  if (begin === undefined || end === undefined || end.timeNs <= begin.timeNs) {
    throw new ExpectedError('client-garbage', 'the client did not report both ends of the window');
  }
  const counters = Object.fromEntries(
    Object.entries(end.counters).map(([key, value]) => [key, value - (begin.counters[key] ?? 0)]),
  );
  const { rx = 0, ops = 0 } = counters;
  return { seconds: (end.timeNs - begin.timeNs) * 1e-9, rx, operations: ops, counters };
}

import { ExpectedError } from '../errors.js';
import type { End } from '../model/names.js';
import type { Readiness } from '../model/plan.js';
import { nativeProgram } from '../model/program.js';
import type { Scenario } from '../model/scenario.js';
import type { Ends, Workload } from './workload.js';

/** What the two builtin workloads share: one native program that is both client and server. */
export const loadProgram = nativeProgram('flimflam-load');

/** What the builtin workloads have in common. */
export const loadTraits = {
  protocols: ['tcp'],
  programs: { client: loadProgram, server: loadProgram },
  receivers: () => ['client'],
  kernelOverhead: 0,
  connections: (jobs) => jobs,
  maxJobs: null,
  wholeSeconds: false,
  window: { kind: 'announced' },
} as const satisfies Partial<Workload>;

/** Connections that talk. */
export const talking = ({ jobs, load }: Pick<Scenario, 'jobs' | 'load'>): number => load.active ?? jobs;

/** Threads of each end: none of them without a connection that talks. */
export const threadsOf = ({ scenario, threads }: Ends): string[] => [
  '--threads',
  String(Math.min(threads, talking(scenario))),
];

/** Said only where some stay idle. */
export const activeOf = (scenario: Scenario): string[] =>
  talking(scenario) < scenario.jobs ? ['--active', String(talking(scenario))] : [];

/** Its certificate, and whose it accepts, where the client speaks TLS to relay 1. */
export const tlsFilesOf = ({ tls }: Ends): string[] =>
  tls === null ? [] : ['--tls-ca', tls.authority, '--tls-cert', tls.certificate, '--tls-key', tls.key];

/** A handshake costs the two ends some 3 ms of CPU; on a busy machine it takes ten times as long. */
const handshakeMs = 30;

/** Ready when it says that all its connections are there, TLS included. */
export const clientReady = ({ tls, scenario: { jobs, load } }: Ends): Readiness[] => [
  {
    kind: 'line',
    prefix: 'connected ',
    ...(tls === null ? {} : { patienceMs: 10_000 + handshakeMs * (jobs + load.background) }),
  },
];

/**
 * What the client's TLS met; null if it said nothing of the kind. Samples:
 * `error tls: the peer's certificate: certificate has expired`, `error tls: the peer refused: tlsv1 alert unknown ca`.
 */
export function parseTlsFault(output: string): ExpectedError | null {
  const [, reason] = /^error tls: (.+)$/m.exec(output) ?? [];
  if (reason === undefined) return null;
  const message = `the client's TLS failed: ${reason.replace('the peer', 'relay 1')}`;
  return new ExpectedError(
    'client-tls',
    message,
    "see docs/tls.md for what the client wants of relay 1, and the relay's log",
  );
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

/** What an end counted between its two marks. */
export interface Counted {
  /** Between its two readings. */
  seconds: number;
  rx: number;
  operations: number;
  /** All of them, by their names in a mark. */
  counters: Record<string, number>;
}

/** Reads the two marks of an end; throws when they are not both there. */
export function countedInWindow(output: string, end: End = 'client'): Counted {
  const marks = output
    .split('\n')
    .map(parseMark)
    .filter((mark) => mark !== null);
  const [first, last] = marks;
  if (first === undefined || last === undefined || last.timeNs <= first.timeNs) {
    throw new ExpectedError(`${end}-garbage`, `the ${end} did not report both ends of the window`);
  }
  const counters = Object.fromEntries(
    Object.entries(last.counters).map(([key, value]) => [key, value - (first.counters[key] ?? 0)]),
  );
  const { rx = 0, ops = 0 } = counters;
  return { seconds: (last.timeNs - first.timeNs) * 1e-9, rx, operations: ops, counters };
}

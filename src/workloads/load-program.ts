import { ExpectedError } from '../errors.js';
import type { End } from '../model/names.js';
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

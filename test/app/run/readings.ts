import type { Execution } from '../../../src/app/run/execution.js';
import { nothingSeen } from '../../../src/app/run/execution.js';
import type { Evidence } from '../../../src/app/run/evidence.js';
import type { ProcessReading, Reading, ThreadReading, MachineReading } from '../../../src/model/readings.js';
import type { Scenario } from '../../../src/model/scenario.js';
import { workloadOf } from '../../../src/workloads/index.js';
import { anEnvironment } from '../../fixtures/summary.js';
import { aPlan } from '../../fixtures/scenario.js';

const second = 1e9;

export function aThread(changes: Partial<ThreadReading> = {}): ThreadReading {
  return { name: 'worker', cpuNs: 0, runDelayNs: 0, contextSwitches: 0, ...changes };
}

export function aProcess(threads: Record<number, ThreadReading>, userTicks = 0, systemTicks = 0): ProcessReading {
  return { userTicks, systemTicks, threads };
}

/** Two CPUs on which other processes are not to be seen. */
export function aMachine(changes: Partial<MachineReading> = {}): MachineReading {
  return { idle: 0, steal: 0, cpus: 2, softirqNs: 0, softirqPids: [], softirqTicks: 0, everybody: null, ...changes };
}

export function aReading(seconds: number, changes: Partial<Reading> = {}): Reading {
  return {
    timeNs: seconds * second,
    roles: {},
    bandwidth: {},
    machine: aMachine(),
    network: null,
    frequencyHz: null,
    throttleCount: null,
    ...changes,
  };
}

/** What each role of the made-up run has used of the CPU after some seconds, as shares of one CPU. */
export const shares = { relay1: 0.9, relay2: 0.6, client: 0.2, server: 0.1 } as const;

/** Everything at `seconds` of a machine with two CPUs, of which nothing is idle but what the shares leave. */
function readingAt(seconds: number): Reading {
  const roles = Object.fromEntries(
    Object.entries(shares).map(([role, share], at) => [
      role,
      {
        [100 + at]: aProcess(
          {
            [100 + at]: aThread({
              cpuNs: share * seconds * second,
              runDelayNs: 0.05 * seconds * second,
              contextSwitches: 10 * seconds,
            }),
          },
          share * 25 * seconds,
          share * 75 * seconds,
        ),
      },
    ]),
  );
  return aReading(seconds, {
    roles,
    machine: aMachine({ idle: 20 * seconds }),
    frequencyHz: 3e9,
    throttleCount: 7,
  });
}

/** Bytes that the client of the made-up run receives in a second. */
export const bytesPerSecond = 1_000_000_000;

const count = (seconds: number) => ({
  timeNs: seconds * second,
  bytes: bytesPerSecond * seconds,
});

/** A run of nginx under the builtin workload with a warm-up from 0 to 1 s and a window from 1 to 3 s. */
export function anExecution(changes: Partial<Execution> = {}): Execution {
  const times = Array.from({ length: 31 }, (_, at) => at / 10);
  const mark = (seconds: number): string => `mark 0 ${seconds * second} rx=${bytesPerSecond * seconds} tx=0 ops=0\n`;
  return {
    ...nothingSeen(),
    marks: { beginNs: second, endNs: 3 * second },
    begin: readingAt(1),
    end: readingAt(3),
    samples: times.map((time) => ({
      timeNs: time * second,
      logSizes: {},
      roles: Object.fromEntries(
        Object.entries(shares).map(([role, share]) => [
          role,
          // The largest size is reached in the warm-up, which does not count.
          { ticks: share * 100 * time, rssBytes: time < 0.5 ? 9_000_000 : 5_000_000 + Math.round(time * 100) },
        ]),
      ),
    })),
    counts: times.map(count),
    kernel: { begin: count(1), end: count(3) },
    outputs: { client: `connected 2\n${mark(1)}${mark(3)}`, server: '' },
    libraries: { relay1: [{ path: '/opt/sbin/the-relay', build_id: 'abc' }] },
    ...changes,
  };
}

export function someEvidence(changes: Partial<Evidence> = {}, scenario: Partial<Scenario> = {}): Evidence {
  const plan = aPlan({ warmup: 1, duration: 2, relayThreads: 1, ...scenario });
  return {
    id: '20261123-101502-builtin-nginx-tcp-3f2a',
    startedAt: new Date('2026-11-23T10:15:02.123Z'),
    outputDir: '/runs',
    plan,
    workload: workloadOf(plan.scenario.workload),
    execution: anExecution(),
    environment: anEnvironment(),
    warnings: [],
    builds: [],
    logs: {},
    readFile: () => null,
    ...changes,
  };
}

import type { Evidence } from '../../../src/app/run/evidence.js';
import type { Execution, HostSeen } from '../../../src/app/run/execution.js';
import { usualDeployment } from '../../../src/model/deployment.js';
import type { DeviceReading, Reading } from '../../../src/model/readings.js';
import { aHostEnvironment } from '../../fixtures/hosts.js';
import { aMachine, anExecution, aProcess, aReading, aThread, shares, someEvidence } from './readings.js';

/** Where the parts of the made-up run are: two on one host, and Flimflam on a machine that only drives. */
export const placements = {
  client: { host: 'h1', address: null },
  relay1: { host: 'h2', address: null },
  relay2: { host: 'h3', address: null },
  server: { host: 'h1', address: null },
};

/** What Flimflam's own helpers use of one CPU on every host. */
export const ownShare = 0.01;

const second = 1e9;

/** Cores by role; everything else of the two CPUs is idle, as far as it is not taken away. */
interface Load {
  uses: Record<string, number>;
  /** Cores that others use. */
  foreign?: number;
  devices?: Record<string, Partial<DeviceReading>>;
  /** In a second. */
  retransmits?: number;
  softirqTicks?: number;
}

/** A machine with two CPUs after some seconds; process ids are the same on all of them. */
function readingAt(
  seconds: number,
  { uses, foreign = 0, devices = {}, retransmits = 0, softirqTicks = 4 }: Load,
): Reading {
  const all = { ...uses, flimflam: ownShare };
  const busy = Object.values(all).reduce((sum, one) => sum + one, foreign);
  const roles = Object.entries(all).map(([role, share], at) => [
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
  ]);
  const counted = ({ receivedBytes = 0, sentBytes = 0, receivedDrops = 0, sentDrops = 0 }: Partial<DeviceReading>) => ({
    receivedBytes: receivedBytes * seconds,
    sentBytes: sentBytes * seconds,
    receivedDrops: receivedDrops * seconds,
    sentDrops: sentDrops * seconds,
  });
  return aReading(seconds, {
    roles: Object.fromEntries(roles),
    machine: aMachine({ idle: (2 - busy) * 100 * seconds, softirqTicks: softirqTicks * seconds }),
    network: {
      devices: Object.fromEntries(Object.entries(devices).map(([name, one]) => [name, counted(one)])),
      retransmits: retransmits * seconds,
      segments: 100_000 * seconds,
    },
    frequencyHz: 3e9,
    throttleCount: 7,
  });
}

export function aHostSeen(load: Load, changes: Partial<HostSeen> = {}): HostSeen {
  return {
    begin: readingAt(1, load),
    end: readingAt(3, load),
    clock: { offsetNs: -5e9, uncertaintyNs: 40_000 },
    own: { sent: 4000, received: 16_000 },
    ...changes,
  };
}

const overEth0 = { eth0: { receivedBytes: 1e9, sentBytes: 1e9 }, lo: { receivedBytes: 50, sentBytes: 50 } };

/** What each host had to do. */
export const loads = {
  h1: { uses: { client: shares.client, server: shares.server }, devices: overEth0 },
  h2: { uses: { relay1: shares.relay1 }, devices: overEth0 },
  h3: { uses: { relay2: shares.relay2 }, devices: { ...overEth0, eth1: {} } },
} satisfies Record<string, Load>;

type Hosts = Execution['elsewhere'];

/** The usual made-up run, on three hosts; `hosts` replaces what was seen of some. */
export function aDistributedExecution(hosts: Partial<Hosts> = {}, changes: Partial<Execution> = {}): Execution {
  const elsewhere = Object.fromEntries(Object.entries(loads).map(([name, load]) => [name, aHostSeen(load)]));
  return anExecution({
    begin: readingAt(1, { uses: {} }),
    end: readingAt(3, { uses: {} }),
    elsewhere: { ...elsewhere, ...(hosts as Hosts) },
    ...changes,
  });
}

export function aDistributedEvidence(hosts: Partial<Hosts> = {}, changes: Partial<Evidence> = {}): Evidence {
  return someEvidence(
    {
      execution: aDistributedExecution(hosts),
      hosts: Object.fromEntries(Object.keys(loads).map((name) => [name, { environment: aHostEnvironment() }])),
      ...changes,
    },
    { deployment: { ...usualDeployment, hosts: placements } },
  );
}

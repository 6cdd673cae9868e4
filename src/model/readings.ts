/** What was read of processes and of the machine: plain data between the host and the summary. */

export interface ThreadReading {
  name: string;
  cpuNs: number | null;
  runDelayNs: number | null;
  contextSwitches: number;
}

export interface ProcessReading {
  userTicks: number;
  systemTicks: number;
  threads: Record<number, ThreadReading>;
}

/** How a cgroup was held to its quota of CPU time, since it was made. */
export interface Bandwidth {
  /** Periods in which it ran or wanted to. */
  periods: number;
  /** Of those, in which its quota was used up. */
  throttledPeriods: number;
  /** Summed over CPUs. */
  throttledNs: number;
}

/** The machine's CPU time so far, in clock ticks where the name does not say otherwise. */
export interface MachineReading {
  idle: number;
  steal: number;
  cpus: number;
  /** Of the kernel's packet threads, with their process ids. */
  softirqNs: number;
  softirqPids: readonly number[];
  /** CPU time in software interrupts, in nobody's name: the kernel's receiving of packets is most of it. */
  softirqTicks: number;
  /** Of every process, by process id; null where not every process of the machine is seen. */
  everybody: Record<number, number> | null;
}

/** What the kernel counted of a network device since it came up. */
export interface DeviceReading {
  receivedBytes: number;
  sentBytes: number;
  receivedDrops: number;
  sentDrops: number;
}

/** The network of a machine so far. */
export interface NetworkReading {
  /** By name of the device, the loopback among them. */
  devices: Record<string, DeviceReading>;
  /** TCP segments that were sent again; null where the kernel does not tell. */
  retransmits: number | null;
  /** TCP segments that were sent, without those sent again; null or absent where the kernel does not tell. */
  segments?: number | null;
}

/** Everything under /proc at one mark. */
export interface Reading {
  /** CLOCK_MONOTONIC nanoseconds in the middle of the reading. */
  timeNs: number;
  /** By role, then by process id. */
  roles: Record<string, Record<number, ProcessReading>>;
  /** Of roles that are held to a quota. */
  bandwidth: Record<string, Bandwidth>;
  machine: MachineReading | null;
  /** Null where the kernel does not tell. */
  network: NetworkReading | null;
  frequencyHz: number | null;
  /** How often CPUs were slowed down for heat, since the machine started. */
  throttleCount: number | null;
}

/** One moment of the series. */
export interface Sample {
  timeNs: number;
  roles: Record<string, { ticks: number; rssBytes: number }>;
  /** Bytes that each relay had logged so far, by role. */
  logSizes: Record<string, number>;
}

/** Payload bytes so far at one moment, as the workload or the kernel counts them. */
export interface Count {
  timeNs: number;
  /** Received. */
  bytes: number;
  /** Connections that were open, where that is counted. */
  sockets?: number;
  /** Operations so far, where the client counts some. */
  operations?: number;
}

export const clockTicksPerSecond = 100;

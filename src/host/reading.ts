import type { MachineReading, ProcessReading, Reading, ThreadReading } from '../model/readings.js';
import { cpuStatOf, readBandwidth } from './cgroup.js';
import { nowNs } from './clock.js';
import { ticksOfEverybody } from './everybody.js';
import type { Files } from './files.js';
import { readFrequency } from './frequency.js';
import { networkFiles, readNetwork } from './network.js';
import { parseContextSwitches, parseMachineStat, parseSchedStat } from './proc-text.js';
import { statOf, threadsOf } from './proc.js';
import { softirqNs, softirqThreads } from './softirq.js';
import { readThrottleCount } from './throttling.js';

/** Whom a reading is of. */
export interface Watched {
  /** Process ids by role. */
  members: Readonly<Record<string, readonly number[]>>;
  /** The kernel's threads that move packets; `softirqThreads` finds them. */
  softirqThreads: readonly number[];
  /** Folders of cgroups that hold a role to its quota, by role. */
  cgroups: Readonly<Record<string, string>>;
}

/**
 * Everything at a mark. `clock` is asked before and after the part that must be timely; what takes longest comes after that,
 * where it moves none of the rest from the mark.
 */
export function readingOf(files: Files, watched: Watched, clock: () => number = nowNs): Reading {
  const before = clock();
  const ticks = parseMachineStat(files.text('/proc/stat') ?? '');
  const packets = softirqNs(watched.softirqThreads, files);
  const roles: Reading['roles'] = {};
  for (const [role, pids] of Object.entries(watched.members)) {
    roles[role] = {};
    for (const pid of pids) {
      const reading = readProcess(pid, files);
      if (reading !== null) roles[role][pid] = reading;
    }
  }
  const bandwidth = bandwidthOf(watched, files);
  const timeNs = (before + clock()) / 2;
  const network = readNetwork(files);
  const machine: MachineReading | null =
    ticks === null
      ? null
      : {
          ...ticks,
          softirqNs: packets,
          softirqPids: watched.softirqThreads,
          everybody: ticksOfEverybody(files),
        };
  return {
    ...{ timeNs, roles, bandwidth, machine, network },
    frequencyHz: readFrequency(files),
    throttleCount: readThrottleCount(files),
  };
}

function readProcess(pid: number, files: Files): ProcessReading | null {
  const stat = statOf(pid, files);
  if (stat === null) return null;
  const threads: Record<number, ThreadReading> = {};
  for (const tid of threadsOf(pid, files)) {
    const folder = `/proc/${pid}/task/${tid}`;
    const name = files.text(`${folder}/comm`)?.trimEnd();
    // It ended between the list and this look.
    if (name === undefined) continue;
    const schedstat = parseSchedStat(files.text(`${folder}/schedstat`) ?? '');
    threads[tid] = {
      name,
      cpuNs: schedstat?.cpuNs ?? null,
      runDelayNs: schedstat?.runDelayNs ?? null,
      contextSwitches: parseContextSwitches(files.text(`${folder}/status`) ?? ''),
    };
  }
  return { userTicks: stat.userTicks, systemTicks: stat.systemTicks, threads };
}

function bandwidthOf({ cgroups }: Watched, files: Files): Reading['bandwidth'] {
  const found = Object.entries(cgroups).map(([role, folder]) => [role, readBandwidth(folder, files)] as const);
  return Object.fromEntries(found.flatMap(([role, read]) => (read === null ? [] : [[role, read]])));
}

/** What a snapshot of a host must hold so that a reading can be made of it, and of whom that is beside the roles. */
export interface SnapshotWanted {
  /** `KIND:PATH`, as flimflam-sampler wants them; `-` ends the part that must be timely, `%` is every watched process. */
  items: string[];
  softirqThreads: number[];
}

const cpuFolder = '/sys/devices/system/cpu';

/** To be looked up once for a host: which files it has does not change. */
export function snapshotWanted(files: Files, cgroups: Watched['cgroups'] = {}): SnapshotWanted {
  const threads = softirqThreads(files);
  const hasCpufreq = files
    .names(cpuFolder)
    .some((name) => /^cpu\d+$/.test(name) && files.exists(`${cpuFolder}/${name}/cpufreq/scaling_cur_freq`));
  const items = [
    't:/proc/stat',
    ...threads.map((pid) => `t:/proc/${pid}/schedstat`),
    't:/proc/%/stat',
    'n:/proc/%/task',
    ...['comm', 'schedstat', 'status'].map((name) => `t:/proc/%/task/*/${name}`),
    ...Object.values(cgroups).map((folder) => `t:${cpuStatOf(folder)}`),
    '-',
    ...Object.values(networkFiles).map((path) => `t:${path}`),
    ...['l:/proc/self/ns/pid', 'e:/proc/1/stat', 'n:/proc', 't:/proc/[0-9]*/stat'],
    `n:${cpuFolder}`,
    // On a large machine this text is long, and the kernel asks every CPU for it.
    hasCpufreq ? `t:${cpuFolder}/cpu[0-9]*/cpufreq/scaling_cur_freq` : 't:/proc/cpuinfo',
    `t:${cpuFolder}/cpu[0-9]*/thermal_throttle/core_throttle_count`,
  ];
  return { items, softirqThreads: threads };
}

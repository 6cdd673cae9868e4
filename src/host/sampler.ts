import { statSync } from 'node:fs';
import { type ProcessReading, type Reading, type Sample, type ThreadReading } from '../model/readings.js';
import { nowNs } from './clock.js';
import { processTrees } from './process-facts.js';
import { parseContextSwitches, parseMachineStat, parseSchedStat, parseStat } from './proc-text.js';
import { readFrequency } from './frequency.js';
import { readThrottleCount } from './throttling.js';
import { readBandwidth } from './cgroup.js';
import { ticksOfEverybody } from './everybody.js';
import { softirqNs, softirqThreads } from './softirq.js';
import { processesByGroup, readProc, StatFile, threadsOf } from './proc.js';

/** Linux on every machine that a router is built for. */
const pageBytes = 4096;

/** Watches the processes of a run: rarely and thoroughly at the marks, often and cheaply in between. */
export class Sampler implements Disposable {
  readonly #leaders = new Map<string, number[]>();
  readonly #roots = new Map<string, number>();
  readonly #cgroups = new Map<string, string>();
  readonly #open = new Map<string, Map<number, StatFile>>();
  readonly #logs: Record<string, string>;
  readonly #cutBytes = new Map<string, number>();
  readonly #softirqThreads = softirqThreads();

  /** `logs`: path of each relay's log, by role. */
  constructor(logs: Record<string, string>) {
    this.#logs = logs;
  }

  /** Watches the process group that this process leads, as part of a role. */
  watch(role: string, leader: number): void {
    this.#leaders.set(role, [...(this.#leaders.get(role) ?? []), leader]);
  }

  /** Watches a process that somebody else started, and all that come of it: it need not lead its group. */
  watchTree(role: string, root: number): void {
    this.#roots.set(role, root);
  }

  /** Finds the processes of every group and tree, new workers included. */
  refresh(): void {
    const groups = processesByGroup();
    for (const [role, leaders] of this.#leaders) {
      const members = (leader: number): number[] => (leader === process.pid ? [leader] : (groups.get(leader) ?? []));
      this.#openAll(role, leaders.flatMap(members));
    }
    if (this.#roots.size === 0) return;
    const trees = processTrees([...this.#roots.values()]);
    for (const [role, root] of this.#roots) this.#openAll(role, trees.get(root) ?? []);
  }

  #openAll(role: string, pids: readonly number[]): void {
    const open = this.#open.get(role) ?? new Map<number, StatFile>();
    this.#open.set(role, open);
    for (const pid of pids) if (!open.has(pid)) this.#tryOpen(open, pid);
  }

  #tryOpen(open: Map<number, StatFile>, pid: number): void {
    try {
      open.set(pid, new StatFile(pid));
    } catch {
      // It ended between the look and the opening.
    }
  }

  /** So many bytes of a relay's log were taken away so far; they count as logged. */
  logWasCut(role: string, bytes: number): void {
    this.#cutBytes.set(role, bytes);
  }

  /** Reads at the marks how a role was held to the quota of its cgroup. */
  watchCgroup(role: string, folder: string): void {
    this.#cgroups.set(role, folder);
  }

  #bandwidth(): Reading['bandwidth'] {
    const found = [...this.#cgroups].map(([role, folder]) => [role, readBandwidth(folder)] as const);
    return Object.fromEntries(found.flatMap(([role, read]) => (read === null ? [] : [[role, read]])));
  }

  /** A moment of the series: ticks and resident bytes by role, and how much was logged. */
  sample(): Sample {
    const timeNs = nowNs();
    const roles: Sample['roles'] = {};
    for (const [role, open] of this.#open) {
      const sum = { ticks: 0, rssBytes: 0 };
      for (const file of open.values()) {
        const stat = file.read();
        if (stat === null) continue;
        sum.ticks += stat.userTicks + stat.systemTicks;
        sum.rssBytes += stat.rssPages * pageBytes;
      }
      roles[role] = sum;
    }
    const logSizes = Object.fromEntries(
      Object.entries(this.#logs).map(([role, path]) => [role, (this.#cutBytes.get(role) ?? 0) + sizeOf(path)]),
    );
    return { timeNs, roles, logSizes };
  }

  /** Everything at a mark. */
  read(): Reading {
    const before = nowNs();
    const ticks = parseMachineStat(readProc('/proc/stat') ?? '');
    const packets = softirqNs(this.#softirqThreads);
    const roles: Reading['roles'] = {};
    for (const [role, open] of this.#open) {
      roles[role] = {};
      for (const pid of open.keys()) {
        const reading = readProcess(pid);
        if (reading !== null) roles[role][pid] = reading;
      }
    }
    const bandwidth = this.#bandwidth();
    const timeNs = (before + nowNs()) / 2;
    // What takes longest comes last, where it moves none of the rest from the mark.
    const machine =
      ticks === null
        ? null
        : { ...ticks, softirqNs: packets, softirqPids: this.#softirqThreads, softirqTicks: 0, everybody: ticksOfEverybody() };
    return { timeNs, roles, bandwidth, machine, network: null, frequencyHz: readFrequency(), throttleCount: readThrottleCount() };
  }

  [Symbol.dispose](): void {
    for (const open of this.#open.values()) for (const file of open.values()) file.close();
    this.#open.clear();
  }
}

function readProcess(pid: number): ProcessReading | null {
  const stat = parseStat(readProc(`/proc/${pid}/stat`) ?? '');
  if (stat === null) return null;
  const threads: Record<number, ThreadReading> = {};
  for (const tid of threadsOf(pid)) {
    const folder = `/proc/${pid}/task/${tid}`;
    const name = readProc(`${folder}/comm`)?.trimEnd();
    // It ended between the list and this look.
    if (name === undefined) continue;
    const schedstat = parseSchedStat(readProc(`${folder}/schedstat`) ?? '');
    threads[tid] = {
      name,
      cpuNs: schedstat?.cpuNs ?? null,
      runDelayNs: schedstat?.runDelayNs ?? null,
      contextSwitches: parseContextSwitches(readProc(`${folder}/status`) ?? ''),
    };
  }
  return { userTicks: stat.userTicks, systemTicks: stat.systemTicks, threads };
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}

import { statSync } from 'node:fs';
import { type ProcessReading, type Reading, type Sample, type ThreadReading } from '../model/readings.js';
import { nowNs } from './clock.js';
import { parseContextSwitches, parseMachineStat, parseSchedStat, parseStat } from './proc-text.js';
import { readFrequency } from './frequency.js';
import { readThrottleCount } from './throttling.js';
import { ticksOfEverybody } from './everybody.js';
import { softirqNs, softirqThreads } from './softirq.js';
import { processesByGroup, readProc, StatFile, threadsOf } from './proc.js';

/** Linux on every machine that a router is built for. */
const pageBytes = 4096;

/** Watches the processes of a run: rarely and thoroughly at the marks, often and cheaply in between. */
export class Sampler implements Disposable {
  readonly #leaders = new Map<string, number[]>();
  readonly #open = new Map<string, Map<number, StatFile>>();
  readonly #logs: Record<string, string>;
  readonly #softirqThreads = softirqThreads();

  /** `logs`: path of each relay's log, by role. */
  constructor(logs: Record<string, string>) {
    this.#logs = logs;
  }

  /** Watches the process group that this process leads, as part of a role. */
  watch(role: string, leader: number): void {
    this.#leaders.set(role, [...(this.#leaders.get(role) ?? []), leader]);
  }

  /** Finds the processes of every group, new workers included. */
  refresh(): void {
    const groups = processesByGroup();
    for (const [role, leaders] of this.#leaders) {
      const open = this.#open.get(role) ?? new Map<number, StatFile>();
      this.#open.set(role, open);
      for (const pid of leaders.flatMap((leader) => (leader === process.pid ? [leader] : (groups.get(leader) ?? [])))) {
        if (!open.has(pid)) this.#tryOpen(open, pid);
      }
    }
  }

  #tryOpen(open: Map<number, StatFile>, pid: number): void {
    try {
      open.set(pid, new StatFile(pid));
    } catch {
      // It ended between the look and the opening.
    }
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
    const logSizes = Object.fromEntries(Object.entries(this.#logs).map(([role, path]) => [role, sizeOf(path)]));
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
    const timeNs = (before + nowNs()) / 2;
    // What takes longest comes last, where it moves none of the rest from the mark.
    const machine =
      ticks === null
        ? null
        : { ...ticks, softirqNs: packets, softirqPids: this.#softirqThreads, everybody: ticksOfEverybody() };
    return { timeNs, roles, machine, frequencyHz: readFrequency(), throttleCount: readThrottleCount() };
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

import { statSync } from 'node:fs';
import type { Reading, Sample } from '../model/readings.js';
import { nowNs } from './clock.js';
import { localFiles } from './local-files.js';
import { processTrees } from './process-facts.js';
import { processesByGroup, StatFile } from './proc.js';
import { readingOf } from './reading.js';
import { softirqThreads } from './softirq.js';

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
  constructor(logs: Readonly<Record<string, string>>) {
    this.#logs = { ...logs };
  }

  /** Tells the size of a log in every sample. */
  watchLog(role: string, path: string): void {
    this.#logs[role] = path;
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
    const members = [...this.#open].map(([role, open]) => [role, [...open.keys()]]);
    return readingOf(localFiles, {
      members: Object.fromEntries(members) as Record<string, number[]>,
      softirqThreads: this.#softirqThreads,
      cgroups: Object.fromEntries(this.#cgroups),
    });
  }

  [Symbol.dispose](): void {
    for (const open of this.#open.values()) for (const file of open.values()) file.close();
    this.#open.clear();
  }
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}

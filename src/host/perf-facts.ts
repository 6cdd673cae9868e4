import { accessSync, closeSync, constants, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { readPerfPermission, type PerfPermission } from './perf-permission.js';
import { namesIn, textOf } from './system-files.js';

/** Settings and devices that explain why perf cannot do something; what it can do is found out by trying. */
export interface PerfFacts {
  permission: PerfPermission;
  tracefs: {
    /** `absent`: this kernel has none. */
    state: 'readable' | 'unreadable' | 'unmounted' | 'absent';
    /** Where it is, or where it belongs. */
    path: string;
  };
  /** Whether this user sees the addresses of the kernel's functions; without them perf has no names for them. */
  kernelNames: boolean;
  /** kernel.kptr_restrict; null where it cannot be read. */
  kptrRestrict: number | null;
  /** Whether the kernel has a driver for the counters of these CPUs. */
  pmu: boolean;
  /** Whether a hypervisor is seen. */
  virtual: boolean;
  /** Group id of this process. */
  group: number;
}

const tracefsHome = '/sys/kernel/tracing';

/** Reads all of it; `root` is there for tests. */
export function readPerfFacts(root = '/'): PerfFacts {
  const restrict = textOf(root, '/proc/sys/kernel/kptr_restrict');
  return {
    permission: readPerfPermission(root),
    tracefs: tracefsIn(root),
    kernelNames: hasAddress(firstBytes(join(root, '/proc/kallsyms'), 256)),
    kptrRestrict: restrict === null ? null : Number(restrict),
    pmu: hasPmu(root),
    virtual: /^flags\s*:.*\bhypervisor\b/m.test(textOf(root, '/proc/cpuinfo') ?? ''),
    group: process.getgid?.() ?? 0,
  };
}

function tracefsIn(root: string): PerfFacts['tracefs'] {
  const path = mountOfTracefs(textOf(root, '/proc/self/mounts') ?? '');
  if (path === null) {
    const state = namesIn(root, '/sys/kernel').includes('tracing') ? 'unmounted' : 'absent';
    return { state, path: tracefsHome };
  }
  try {
    accessSync(join(root, path, 'events/sched/sched_switch/id'), constants.R_OK);
    return { state: 'readable', path };
  } catch {
    return { state: 'unreadable', path };
  }
}

/** Where tracefs is mounted; null if nowhere. Sample: `nodev /sys/kernel/tracing tracefs rw,relatime 0 0`. */
export function mountOfTracefs(mounts: string): string | null {
  const paths = [...mounts.matchAll(/^\S+ (\S+) tracefs /gm)].map(([, path = '']) => path);
  return paths.includes(tracefsHome) ? tracefsHome : (paths[0] ?? null);
}

/**
 * Core PMUs: `cpu` on x86, `cpu_core` and `cpu_atom` where cores differ; elsewhere those with a list of their `cpus`
 * (tools/perf/util/pmus.c tells them apart in the same way), while those of the uncore have a `cpumask`.
 */
function hasPmu(root: string): boolean {
  const folder = '/sys/bus/event_source/devices';
  return namesIn(root, folder).some((name) => /^cpu(?:_|m_cf|$)/.test(name) || textOf(root, `${folder}/${name}/cpus`));
}

/** Sample: `ffffffff81000000 T _text`; all zeros for a user who may not see it (kptr_restrict). */
export const hasAddress = (symbols: string): boolean => /^(?!0+ )[0-9a-f]+ /.test(symbols);

/** /proc/kallsyms has some 10 MB; its first line tells enough. */
function firstBytes(path: string, length: number): string {
  try {
    const file = openSync(path, 'r');
    const buffer = Buffer.alloc(length);
    try {
      return buffer.toString('latin1', 0, readSync(file, buffer, 0, length, 0));
    } finally {
      closeSync(file);
    }
  } catch {
    return '';
  }
}

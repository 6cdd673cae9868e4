import { closeSync, openSync, readSync } from 'node:fs';
import { lineOf, type Files } from './files.js';
import { localFiles } from './local-files.js';
import { readPerfPermission, type PerfPermission } from './perf-permission.js';

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
  /** Group id of whoever runs perf. */
  group: number;
}

const tracefsHome = '/sys/kernel/tracing';

/** Reads all of it. `symbols`: how the kernel's list of them begins; `group`: id of that of whoever will run perf. */
export function readPerfFacts(
  files: Files = localFiles,
  symbols = firstBytes('/proc/kallsyms', 256),
  group = process.getgid?.() ?? 0,
): PerfFacts {
  const restrict = lineOf(files, '/proc/sys/kernel/kptr_restrict');
  return {
    permission: readPerfPermission(files),
    tracefs: tracefsIn(files),
    kernelNames: hasAddress(symbols),
    kptrRestrict: restrict === null ? null : Number(restrict),
    pmu: hasPmu(files),
    virtual: /^flags\s*:.*\bhypervisor\b/m.test(files.text('/proc/cpuinfo') ?? ''),
    group,
  };
}

function tracefsIn(files: Files): PerfFacts['tracefs'] {
  const path = mountOfTracefs(files.text('/proc/self/mounts') ?? '');
  if (path === null) {
    const state = files.names('/sys/kernel').includes('tracing') ? 'unmounted' : 'absent';
    return { state, path: tracefsHome };
  }
  const isReadable = files.text(`${path}/events/sched/sched_switch/id`) !== null;
  return { state: isReadable ? 'readable' : 'unreadable', path };
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
function hasPmu(files: Files): boolean {
  const folder = '/sys/bus/event_source/devices';
  return files.names(folder).some((name) => /^cpu(?:_|m_cf|$)/.test(name) || lineOf(files, `${folder}/${name}/cpus`));
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

import type { CapabilityName } from '../model/capability.js';
import { firstWords } from './perf-answers.js';
import type { PerfFacts } from './perf-facts.js';

/** Why something is not possible, in one clause, and the line that changes it; null if none does. */
export interface Cause {
  cause: string;
  remedy: string | null;
}

/** The highest kernel.perf_event_paranoid with which an ordinary user may do it (kernel/events/core.c). */
const highestParanoid: Readonly<Partial<Record<CapabilityName, number>>> = {
  counting: 2,
  sampling: 2,
  lbr: 2,
  memory: 2,
  // perf asks for physical addresses too.
  'cache-lines': 1,
  // The calls of a process are open to its owner, once he may look into the kernel.
  syscalls: 1,
  // What a tracepoint tells may be of others.
  switches: -1,
};

/** Capabilities that need the kernel's tracepoints. */
const traced: ReadonlySet<CapabilityName> = new Set(['switches', 'syscalls']);

/**
 * Finds out why something that was tried is not possible: first by the words of perf that leave no doubt, then by
 * settings that forbid it, all of them at once so that one line helps; at last perf's own words.
 */
export function causeOf(name: CapabilityName, words: string, facts: PerfFacts): Cause {
  return certain(name, words, facts) ?? forbidden(name, facts) ?? refused(words) ?? quoted(words);
}

function certain(name: CapabilityName, words: string, facts: PerfFacts): Cause | null {
  if (/libtraceevent is necessary|unsupported tracepoint/.test(words)) {
    const remedy = 'install a perf that was built with libtraceevent (perf version --build-options tells)';
    return { cause: 'this perf was built without libtraceevent, so it knows no tracepoints', remedy };
  }
  // `failed: memory events not supported`; newer: `failed: no PMU supports the memory events`.
  if (/memory events (?:are )?not supported|no PMU (?:supports|that supports)/.test(words)) {
    const cause = `perf says memory events are not supported (${noCounters(facts, 'memory events')})`;
    return { cause, remedy: null };
  }
  if (/branch stack sampling/.test(words) || (name === 'lbr' && /not supported/.test(words))) {
    return { cause: `there are no branch records (${noCounters(facts, 'branch records')})`, remedy: null };
  }
  return facts.permission.paranoid === null ? { cause: 'this kernel offers no perf events', remedy: null } : null;
}

/** Who does not offer the CPU's counters, or not this use of them. */
export function noCounters({ pmu, virtual }: PerfFacts, use = 'performance counters'): string {
  const who = virtual ? 'the hypervisor' : pmu ? 'this CPU' : 'this machine';
  return `${who} offers no ${pmu ? use : 'performance counters'}`;
}

function forbidden(name: CapabilityName, { permission, tracefs, group }: PerfFacts): Cause | null {
  const { paranoid, privileged } = permission;
  const highest = highestParanoid[name] ?? 2;
  const causes: string[] = [];
  const lines: string[] = [];
  if (traced.has(name) && tracefs.state !== 'readable') {
    if (tracefs.state === 'absent') return { cause: 'this kernel has no tracepoints (no tracefs)', remedy: null };
    causes.push(tracefs.state === 'unmounted' ? 'tracefs is not mounted' : `${tracefs.path} is not readable`);
    // Since Linux 5.16 its files are readable for their group only, whatever the mode of the folder.
    const options = `mode=755,gid=${group}`;
    lines.push(
      tracefs.state === 'unmounted'
        ? `sudo mount -t tracefs -o ${options} nodev ${tracefs.path}`
        : `sudo mount -o remount,${options} ${tracefs.path}`,
    );
  }
  if (!privileged && paranoid !== null && paranoid > highest) {
    causes.push(`kernel.perf_event_paranoid=${paranoid} forbids it`);
    lines.push(`sudo sysctl kernel.perf_event_paranoid=${Math.min(highest, 1)}`);
  }
  return causes.length === 0 ? null : { cause: causes.join(', and '), remedy: lines.join(' && ') };
}

/** Settings permit it, and still the kernel says no. */
function refused(words: string): Cause | null {
  if (!/No permission|Operation not permitted|Permission denied|operations is limited/.test(words)) return null;
  return {
    cause: 'the kernel refuses perf events although its settings permit them (the seccomp filter of a container?)',
    remedy: 'start the container with --cap-add PERFMON, or with a seccomp profile that permits perf_event_open',
  };
}

function quoted(words: string): Cause {
  const said = firstWords(words);
  return { cause: said === null ? 'perf recorded nothing' : `perf says: ${said}`, remedy: null };
}

import { field } from './topology.js';
import { lineOf } from './files.js';
import { localFiles } from './local-files.js';

/** What the kernel lets this user do with perf events. */
export interface PerfPermission {
  /** kernel.perf_event_paranoid; null if the kernel has no perf events (or hides them). */
  paranoid: number | null;
  /** CAP_PERFMON or CAP_SYS_ADMIN, in the first user namespace. */
  privileged: boolean;
}

/** Reads what decides about perf events for this process. */
export function readPerfPermission(files = localFiles): PerfPermission {
  const level = lineOf(files, '/proc/sys/kernel/perf_event_paranoid');
  const status = files.text('/proc/self/status') ?? '';
  return {
    paranoid: level === null ? null : Number(level),
    privileged: mayEverything(status, lineOf(files, '/proc/self/uid_map')),
  };
}

// include/uapi/linux/capability.h
const capSysAdmin = 21n;
const capPerfmon = 38n;

/**
 * perf asks for CAP_PERFMON (or CAP_SYS_ADMIN) in the first user namespace (perf_event_paranoid(2), capabilities(7)):
 * root of a rootless container has it only in its own, whose map does not span all user ids.
 */
export function mayEverything(status: string, userMap: string | null): boolean {
  const effective = BigInt(`0x${field(status, 'CapEff') ?? '0'}`);
  const has = (capability: bigint): boolean => ((effective >> capability) & 1n) === 1n;
  const firstNamespace = userMap === null || /^\s*0\s+0\s+4294967295$/.test(userMap);
  return firstNamespace && (has(capSysAdmin) || has(capPerfmon));
}

export interface PerfVerdict {
  permits: string;
  /** The line that permits more; null if nothing is wanting. */
  remedy: string | null;
}

/** What a setting permits in words (Documentation/admin-guide/sysctl/kernel.rst; 3 and 4 are Debian's and Ubuntu's). */
export function judgePerf({ paranoid, privileged }: PerfPermission): PerfVerdict {
  const lower = 'sudo sysctl kernel.perf_event_paranoid=1';
  if (paranoid === null) return { permits: 'nothing: this kernel offers no perf events', remedy: null };
  if (privileged) return { permits: 'everything (root or CAP_PERFMON)', remedy: null };
  if (paranoid >= 3) return { permits: 'nothing', remedy: lower };
  if (paranoid === 2) return { permits: 'own processes, user space only', remedy: lower };
  if (paranoid === 1) return { permits: 'own processes, user space and kernel', remedy: null };
  if (paranoid === 0) return { permits: 'all processes, user space and kernel', remedy: null };
  return { permits: 'everything, raw tracepoints too', remedy: null };
}

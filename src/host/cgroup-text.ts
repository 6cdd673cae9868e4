import { join, posix } from 'node:path';
import type { Bandwidth } from '../model/readings.js';

/** One line of /proc/PID/cgroup: `1:cpu,cpuacct:/user.slice` of version 1, or `0::/user.slice` of version 2. */
export interface Membership {
  /** Null for version 2, where one hierarchy has them all. */
  controllers: readonly string[] | null;
  /** In that hierarchy; may hold colons. */
  path: string;
}

/** Parses /proc/PID/cgroup (cgroups(7)). */
export function parseMemberships(text: string): Membership[] {
  return text.split('\n').flatMap((line) => {
    const [, id, controllers = '', path = ''] = /^(\d+):([^:]*):(\/.*)$/.exec(line) ?? [];
    if (id === undefined) return [];
    return [{ controllers: id === '0' ? null : controllers.split(','), path }];
  });
}

/** A cgroup file system, and which part of its hierarchy is seen where. */
export interface CgroupMount {
  version: 1 | 2;
  /** The cgroup that is seen at the mount point: `/`, but for a container without a cgroup namespace. */
  root: string;
  mountPoint: string;
  /** The superblock's: controllers of version 1 among them. */
  options: readonly string[];
}

/**
 * Parses /proc/self/mountinfo (proc_pid_mountinfo(5)) for cgroups:
 * `32 31 0:29 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu`.
 */
export function parseCgroupMounts(text: string): CgroupMount[] {
  return text.split('\n').flatMap((line) => {
    const [before = '', after = ''] = line.split(' - ');
    const [, , , root, mountPoint] = before.split(' ');
    const [type, , options = ''] = after.split(' ');
    if (root === undefined || mountPoint === undefined || (type !== 'cgroup' && type !== 'cgroup2')) return [];
    return [
      {
        version: type === 'cgroup' ? 1 : 2,
        root: unescapeOctal(root),
        mountPoint: unescapeOctal(mountPoint),
        options: options.split(','),
      },
    ];
  });
}

/** Blanks and the like in a path: `\040`. */
const unescapeOctal = (text: string): string =>
  text.replaceAll(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));

/** The folder of a process in the hierarchy that has the cpu controller. */
export interface CpuCgroup {
  version: 1 | 2;
  folder: string;
  /** The highest folder of the hierarchy that is seen. */
  top: string;
}

/** Where a process is held to CPU time; null where it cannot be seen, such as outside the container's part. */
export function cpuCgroup(memberships: readonly Membership[], mounts: readonly CgroupMount[]): CpuCgroup | null {
  const old = mounts.find(({ version, options }) => version === 1 && options.includes('cpu'));
  const mount = old ?? mounts.find(({ version }) => version === 2);
  const member = memberships.find(({ controllers }) =>
    mount?.version === 1 ? controllers?.includes('cpu') === true : controllers === null,
  );
  if (mount === undefined || member === undefined) return null;
  // So the kernel writes what is outside of a process's cgroup namespace (cgroup_namespaces(7)).
  if ([mount.root, member.path].some((path) => path.startsWith('/..'))) return null;
  const inside = posix.relative(mount.root, member.path);
  if (inside === '..' || inside.startsWith('../')) return null;
  return { version: mount.version, folder: join(mount.mountPoint, inside), top: mount.mountPoint };
}

/** Parses cpu.stat of a cgroup of either version; null where nothing limits it, or the kernel counts nothing. */
export function parseCpuStat(text: string): Bandwidth | null {
  const value = (name: string): number | null => {
    const [, digits] = new RegExp(`^${name} (\\d+)$`, 'm').exec(text) ?? [];
    return digits === undefined ? null : Number(digits);
  };
  const microseconds = value('throttled_usec');
  // The kernel's cpu.stat of version 1 has nanoseconds.
  const throttledNs = microseconds === null ? value('throttled_time') : microseconds * 1000;
  const [periods, throttledPeriods] = [value('nr_periods'), value('nr_throttled')];
  if (periods === null || throttledPeriods === null || throttledNs === null) return null;
  return { periods, throttledPeriods, throttledNs };
}

/** CPUs of a cpu.max (version 2): `50000 100000`; null without a limit. */
export function parseCpuMax(text: string): number | null {
  const [, quota, period] = /^(\d+) (\d+)\s*$/.exec(text) ?? [];
  return quota === undefined || period === undefined ? null : Number(quota) / Number(period);
}

import { accessSync, constants, existsSync, mkdirSync, readdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { ExpectedError, messageOf } from '../errors.js';
import { quotaPeriod } from '../model/quota.js';
import type { Bandwidth } from '../model/readings.js';
import { quotaWay, type QuotaWay } from './cgroup-place.js';
import { cpuCgroup, parseCgroupMounts, parseCpuMax, parseCpuStat, parseMemberships } from './cgroup-text.js';
import type { CpuCgroup } from './cgroup-text.js';
import { nowNs, sleep } from './clock.js';
import { localFiles } from './local-files.js';

type Variables = Readonly<Record<string, string | undefined>>;

/** How this process may hold others to CPU time. */
export function findQuotaWay({ PATH = '', XDG_RUNTIME_DIR: runtime }: Variables): QuotaWay {
  const uid = process.getuid?.() ?? 0;
  const managers =
    uid === 0
      ? ['/run/systemd/system']
      : runtime === undefined
        ? []
        : [join(runtime, 'systemd/private'), join(runtime, 'bus')];
  const systemdRun = PATH.split(delimiter)
    .map((folder) => resolve(folder, 'systemd-run'))
    .find(localFiles.isExecutable);
  return quotaWay(
    cgroupOf('self'),
    { text: localFiles.text, mayWrite },
    { uid, systemdRun: systemdRun ?? null, manager: managers.some((path) => existsSync(path)) },
  );
}

function mayWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** The cgroup with the cpu controller in which a process is. */
const cgroupOf = (pid: number | 'self', files = localFiles): CpuCgroup | null =>
  cpuCgroup(
    parseMemberships(files.text(`/proc/${pid}/cgroup`) ?? ''),
    parseCgroupMounts(files.text('/proc/self/mountinfo') ?? ''),
  );

/** Makes a cgroup that may use so many CPUs; throws `no-quota` where that is refused. */
export function makeCgroup(version: 1 | 2, folder: string, quota: number): void {
  const microseconds = Math.round(quota * quotaPeriod);
  try {
    mkdirSync(folder, { recursive: true });
    if (version === 2) writeControl(folder, 'cpu.max', `${microseconds} ${quotaPeriod}`);
    else {
      writeControl(folder, 'cpu.cfs_period_us', String(quotaPeriod));
      writeControl(folder, 'cpu.cfs_quota_us', String(microseconds));
    }
  } catch (error) {
    // The kernel's word for a quota that is higher than that of the cgroup around it (version 1).
    const higher = (error as NodeJS.ErrnoException).code === 'EINVAL';
    throw new ExpectedError(
      'no-quota',
      `the kernel refuses a cgroup for ${quota} CPUs: ${messageOf(error)}`,
      higher ? 'Flimflam itself may be held to less: see cpu.cfs_quota_us of the cgroups above' : null,
      undefined,
      { cause: error },
    );
  }
}

/** Only what is there: in a folder that is no cgroup nothing is made. */
const writeControl = (folder: string, name: string, text: string): void =>
  writeFileSync(join(folder, name), text, { flag: 'r+' });

/** The cgroup that holds a process, and to how many CPUs; null where that cannot be seen. */
export function quotaInForce(pid: number, files = localFiles): { folder: string; quota: number | null } | null {
  const own = cgroupOf(pid, files);
  if (own === null) return null;
  const text = (name: string): string => files.text(join(own.folder, name)) ?? '';
  const quota =
    own.version === 2
      ? parseCpuMax(text('cpu.max'))
      : parseCpuMax(`${text('cpu.cfs_quota_us').trim()} ${text('cpu.cfs_period_us')}`);
  return { folder: own.folder, quota };
}

/** Where the kernel tells that. */
export const cpuStatOf = (folder: string): string => join(folder, 'cpu.stat');

/** How often and how long a cgroup was held to its quota so far. */
export const readBandwidth = (folder: string, files = localFiles): Bandwidth | null =>
  parseCpuStat(files.text(cpuStatOf(folder)) ?? '');

/** Removes what runs left behind whose Flimflam and guardian were killed at once: empty cgroups of makers that are gone. */
export function removeLeftovers(parent: string): void {
  for (const name of readdirSync(parent)) {
    const [, pid] = /^flimflam-(\d+)-relay\d+$/.exec(name) ?? [];
    if (pid !== undefined && !existsSync(`/proc/${pid}`)) tryRemove(join(parent, name));
  }
}

/** A process that has just been killed holds its cgroup for a moment. */
const patienceNs = 1e9;

/** Removes the folders of cgroups whose processes have ended; what is gone already is no mistake. */
export async function removeCgroups(folders: readonly string[]): Promise<void> {
  const deadline = nowNs() + patienceNs;
  for (const folder of folders) {
    while (tryRemove(folder) === 'EBUSY' && nowNs() < deadline) await sleep(5);
  }
}

/** Null, or the name of the error. */
function tryRemove(folder: string): string | null {
  try {
    rmdirSync(folder);
    return null;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown';
  }
}

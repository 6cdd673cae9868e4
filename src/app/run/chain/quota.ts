import { join } from 'node:path';
import { ExpectedError } from '../../../errors.js';
import { findQuotaWay, makeCgroup, quotaInForce, removeLeftovers } from '../../../host/cgroup.js';
import type { QuotaWay } from '../../../host/cgroup-place.js';
import type { Supervisor } from '../../../host/supervisor.js';
import type { Sampler } from '../../../host/sampler.js';
import { roleTitle } from '../../../model/names.js';
import type { PlannedProcess } from '../../../model/plan.js';
import type { Scenario } from '../../../model/scenario.js';

type Variables = Readonly<Record<string, string | undefined>>;
type UsableWay = Exclude<QuotaWay, { kind: 'none' }>;

/** Refuses a quota that nobody here may set, before anything is written or started. */
export function requireQuota({ deployment, hops }: Scenario, environment: Variables): void {
  if (deployment.quota !== null && hops > 0) usableWay(environment);
}

function usableWay(environment: Variables): UsableWay {
  const way = findQuotaWay(environment);
  if (way.kind !== 'none') return way;
  throw new ExpectedError(
    'no-quota',
    `--cpu-quota needs a cgroup for each relay: ${way.reasons.join('; ')}`,
    process.getuid?.() === 0
      ? 'run it where cgroups may be made (in a container, if its /sys/fs/cgroup may be written), or without --cpu-quota'
      : 'run it as root, or in a session whose systemd hands the cpu controller on (Delegate=cpu), or without --cpu-quota',
  );
}

/** What has to be done so that a process begins within its quota. */
interface Hold {
  argv: readonly string[];
  /** The `cgroup.procs` that it enters before its program begins; null where systemd does that. */
  cgroup: string | null;
}

/** Prepares the cgroup of a relay; what has no quota begins as it is. */
export function holdToQuota(guardian: Supervisor, { name, argv, quota }: PlannedProcess, environment: Variables): Hold {
  if (quota === null) return { argv, cgroup: null };
  const way = usableWay(environment);
  const unit = `flimflam-${process.pid}-${name}`;
  if (way.kind === 'systemd') {
    // systemd-run becomes the relay, so that it keeps the id under which the guardian knows it.
    return {
      argv: [...way.command, `--unit=${unit}`, '-p', `CPUQuota=${percent(quota)}`, '--', ...argv],
      cgroup: null,
    };
  }
  removeLeftovers(way.parent);
  const folder = join(way.parent, unit);
  guardian.removeAtEnd(folder);
  makeCgroup(way.version, folder, quota);
  return { argv, cgroup: join(folder, 'cgroup.procs') };
}

/** As systemd wants it; it knows hundredths of a percent. */
const percent = (quota: number): string => `${Number((quota * 100).toFixed(2))}%`;

/** CPUs; less than that is lost where a quota is written in microseconds or percent. */
const rounding = 0.001;

/** Asks the kernel to what a relay is really held, and has that watched: systemd may not be able to do what it accepts. */
export function watchQuota(sampler: Sampler, { role, quota }: PlannedProcess, pid: number): void {
  if (quota === null) return;
  const found = quotaInForce(pid);
  if (found === null || found.quota === null || Math.abs(found.quota - quota) > rounding) {
    const limit = found?.quota == null ? 'held to no quota' : `held to ${found.quota} CPUs`;
    throw new ExpectedError(
      'quota-not-in-force',
      `${roleTitle(role)} is ${limit}, not to ${quota}${found === null ? '' : `, says ${found.folder}`}`,
      'the cpu controller must be handed on to that cgroup: see docs/cpu-quota.md',
    );
  }
  sampler.watchCgroup(role, found.folder);
}

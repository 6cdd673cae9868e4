import { usageError } from '../errors.js';
import type { Role } from '../model/names.js';
import { isDistributed, thisMachine } from '../model/placement.js';
import type { Scenario } from '../model/scenario.js';
import type { Warning } from '../model/summary.js';
import type { Topology } from '../model/topology.js';
import { rolesByHost } from './hosts.js';

export interface CpuPlan {
  /** Logical CPUs by role; null where nothing is pinned. */
  byRole: Record<string, number[] | null>;
  warnings: Warning[];
}

/** A host, what runs on it, and the CPUs there that it may have. */
interface Share {
  roles: readonly Role[];
  allowed: readonly number[];
  /** ` of lab1`; empty where all is on this machine. */
  ofHost: string;
}

/**
 * Gives every relay its CPUs on its host: on different physical cores while there are enough, then their siblings, then
 * shared. Client and server are free unless the user says otherwise.
 */
export function allotCpus(scenario: Scenario, topologyOf: (host: string) => Topology): CpuPlan {
  const byHost = [...rolesByHost(scenario)];
  const byRole: CpuPlan['byRole'] = { server: null, client: null };
  const shares = byHost.map(([host, roles]): Share => {
    const topology = topologyOf(host);
    const place = host === thisMachine ? 'this machine' : host;
    const share = {
      roles,
      allowed: topology.cpus.map(({ cpu }) => cpu),
      ofHost: isDistributed(scenario.deployment.hosts) ? ` of ${place}` : '',
    };
    Object.assign(byRole, allotShare(scenario, share, topology));
    return share;
  });
  return {
    byRole,
    warnings: [
      ...shares.flatMap((share) => sharedCpus(share, byRole)),
      ...shares.flatMap((share) => tooManyThreads(scenario, byRole, share)),
    ],
  };
}

function allotShare(scenario: Scenario, share: Share, topology: Topology): CpuPlan['byRole'] {
  const { roles, allowed } = share;
  const taken = new Set(roles.flatMap((role) => scenario.cpus[role] ?? []));
  const order = oneOfEachCoreFirst(topology).filter((cpu) => !taken.has(cpu));
  const supply = order.length > 0 ? order : allowed;
  const byRole: CpuPlan['byRole'] = {};
  let next = 0;
  for (const role of roles) {
    const chosen = explicit(scenario, role, share);
    if (chosen !== null || scenario.cpuLimit === 0 || !role.startsWith('relay')) {
      byRole[role] = chosen;
      continue;
    }
    const count = Math.min(scenario.cpuLimit, supply.length);
    byRole[role] = Array.from({ length: count }, (_, index) => supply[(next + index) % supply.length]!).sort(
      (a, b) => a - b,
    );
    next += count;
  }
  return byRole;
}

function explicit({ cpus }: Scenario, role: Role, { allowed, ofHost }: Share): number[] | null {
  const asked = cpus[role];
  if (asked === undefined) return null;
  const foreign = asked.filter((cpu) => !allowed.includes(cpu));
  if (foreign.length > 0) {
    throw usageError(
      'no-such-cpu',
      `--cpus ${role}: CPU ${foreign.join(', ')}${ofHost} is not there, or not for this process`,
      `it may use ${allowed.join(', ')}`,
    );
  }
  return [...new Set(asked)].sort((a, b) => a - b);
}

function oneOfEachCoreFirst({ cpus }: Topology): number[] {
  const rank = new Map<string, number>();
  return cpus
    .map(({ cpu, core }) => {
      const sibling = rank.get(core) ?? 0;
      rank.set(core, sibling + 1);
      return { cpu, sibling };
    })
    .sort((a, b) => a.sibling - b.sibling || a.cpu - b.cpu)
    .map(({ cpu }) => cpu);
}

function sharedCpus({ roles, allowed, ofHost }: Share, byRole: CpuPlan['byRole']): Warning[] {
  const available = allowed.length;
  const sets = roles.map((role) => byRole[role] ?? null);
  // A free client or server wants at least one CPU that no relay has.
  const wanted = sets.reduce((sum, cpus) => sum + (cpus?.length ?? 1), 0);
  const pinned = sets.flatMap((cpus) => cpus ?? []);
  const overlaps = new Set(pinned).size < pinned.length;
  if (wanted <= available && !overlaps) return [];
  return [
    {
      code: 'shared-cpus',
      message:
        overlaps && wanted <= available
          ? `some processes are pinned to the same CPUs${ofHost}`
          : `${roles.length} processes share ${available} CPUs${ofHost}, so this is lower than on a machine with ${wanted}`,
      advice: 'use a machine with more CPUs, or place the processes with --cpus',
    },
  ];
}

function tooManyThreads(scenario: Scenario, byRole: CpuPlan['byRole'], { roles, ofHost }: Share): Warning[] {
  const relays = roles.filter((role) => role.startsWith('relay'));
  const smallest = Math.min(...relays.map((role) => byRole[role]?.length ?? Infinity));
  if (smallest >= scenario.relayThreads) return [];
  return [
    {
      code: 'threads-exceed-cpus',
      message: `${scenario.relayThreads} relay threads on ${smallest} CPU${smallest === 1 ? '' : 's'}${ofHost}: workers that never run in parallel hide lock contention`,
      advice: `use --cpu-limit ${scenario.relayThreads}, or --relay-threads ${smallest}, or --cpu-limit 0`,
    },
  ];
}

import { usageError } from '../errors.js';
import { relayRole } from '../model/names.js';
import type { Scenario } from '../model/scenario.js';
import type { Warning } from '../model/summary.js';
import type { Topology } from '../model/topology.js';

export interface CpuPlan {
  /** Logical CPUs by role; null where nothing is pinned. */
  byRole: Record<string, number[] | null>;
  warnings: Warning[];
}

/**
 * Gives every relay its CPUs: on different physical cores while there are enough, then their siblings, then shared.
 * Client and server are free unless the user says otherwise.
 */
export function allotCpus(scenario: Scenario, topology: Topology): CpuPlan {
  const allowed = topology.cpus.map(({ cpu }) => cpu);
  const roles = Array.from({ length: scenario.hops }, (_, index) => relayRole(index + 1));
  const byRole: CpuPlan['byRole'] = { server: explicit('server'), client: explicit('client') };
  const taken = new Set(Object.values(scenario.cpus).flat());
  const order = oneOfEachCoreFirst(topology).filter((cpu) => !taken.has(cpu));
  const supply = order.length > 0 ? order : allowed;
  let next = 0;
  for (const role of roles) {
    const chosen = explicit(role);
    if (chosen !== null || scenario.cpuLimit === 0) {
      byRole[role] = chosen;
      continue;
    }
    const count = Math.min(scenario.cpuLimit, supply.length);
    byRole[role] = Array.from({ length: count }, (_, index) => supply[(next + index) % supply.length]!).sort(
      (a, b) => a - b,
    );
    next += count;
  }
  return {
    byRole,
    warnings: [...sharedCpus(scenario, byRole, allowed.length), ...tooManyThreads(scenario, byRole, roles)],
  };

  function explicit(role: string): number[] | null {
    const cpus = scenario.cpus[role];
    if (cpus === undefined) return null;
    const foreign = cpus.filter((cpu) => !allowed.includes(cpu));
    if (foreign.length > 0) {
      throw usageError(
        'no-such-cpu',
        `--cpus ${role}: CPU ${foreign.join(', ')} is not there, or not for this process`,
        `it may use ${allowed.join(', ')}`,
      );
    }
    return [...new Set(cpus)].sort((a, b) => a - b);
  }
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

function sharedCpus(scenario: Scenario, byRole: CpuPlan['byRole'], available: number): Warning[] {
  const sets = Object.values(byRole);
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
          ? 'some processes are pinned to the same CPUs'
          : `${scenario.hops + 2} processes share ${available} CPUs, so this is lower than on a machine with ${wanted}`,
      advice: 'use a machine with more CPUs, or place the processes with --cpus',
    },
  ];
}

function tooManyThreads(scenario: Scenario, byRole: CpuPlan['byRole'], roles: string[]): Warning[] {
  const smallest = Math.min(...roles.map((role) => byRole[role]?.length ?? Infinity));
  if (smallest >= scenario.relayThreads) return [];
  return [
    {
      code: 'threads-exceed-cpus',
      message: `${scenario.relayThreads} relay threads on ${smallest} CPU${smallest === 1 ? '' : 's'}: workers that never run in parallel hide lock contention`,
      advice: `use --cpu-limit ${scenario.relayThreads}, or --relay-threads ${smallest}, or --cpu-limit 0`,
    },
  ];
}

import { thisMachine } from '../../../model/placement.js';
import { areRelaysKnown, otherHosts, type Plan } from '../../../model/plan.js';
import type { Throttled } from '../../../model/quota.js';
import type { Trust } from '../../../model/summary.js';
import type { Execution, HostSeen, Marks } from '../execution.js';
import { cpuLedger } from './ledger.js';
import { throttledByRole } from './quota-use.js';
import { joinedUse, useByRole, type RoleUse } from './usage.js';

/** A machine of a run, and what was seen there. */
export interface MachineSeen extends HostSeen {
  name: string;
  /** What runs there; nothing on a machine that only drives the others. */
  roles: readonly string[];
}

/** What was used on a machine between its readings at both marks. */
export interface MachineUse {
  /** Seconds between the readings. */
  elapsed: number;
  /** Process ids of two machines may be equal, so that each is looked at by itself. */
  uses: Record<string, RoleUse>;
  cpu: Trust['cpu'];
  throttled: Record<string, Throttled>;
  /** Seconds: largest distance between a mark and the reading. */
  skew: number;
}

const notSeen = (): HostSeen => ({ begin: null, end: null, clock: { offsetNs: 0, uncertaintyNs: 0 }, own: null });

/** Whether the run was placed on several machines, so that none is the one that was measured. */
export const isOnSeveral = (plan: Plan): boolean => otherHosts(plan).length > 0;

/** The machines of a run; this one is among them, as the only one where nothing is placed elsewhere. */
export function machinesOf(plan: Plan, { begin, end, elsewhere }: Execution): MachineSeen[] {
  const here = { ...notSeen(), begin, end };
  if (!isOnSeveral(plan)) return [{ name: thisMachine, roles: plan.processes.map(({ role }) => role), ...here }];
  const seenOn = (name: string): HostSeen => (name === thisMachine ? here : (elsewhere[name] ?? notSeen()));
  return Object.entries(plan.hosts).map(([name, { roles }]) => machineOf(name, roles, seenOn(name)));
}

const machineOf = (name: string, roles: readonly string[], seen: HostSeen): MachineSeen => ({ name, roles, ...seen });

/** Null without both readings. */
export function useOf({ begin, end }: MachineSeen, plan: Plan, marks: Marks): MachineUse | null {
  if (begin === null || end === null) return null;
  const uses = useByRole(begin, end);
  const quotas = Object.fromEntries(plan.processes.map(({ role, quota }) => [role, quota]));
  return {
    elapsed: (end.timeNs - begin.timeNs) * 1e-9,
    uses,
    cpu: cpuLedger(begin, end, uses, areRelaysKnown(plan)),
    throttled: throttledByRole(begin, end, quotas),
    skew: Math.max(Math.abs(begin.timeNs - marks.beginNs), Math.abs(end.timeNs - marks.endNs)) * 1e-9,
  };
}

/** What one role used, on whatever machines. */
interface RoleOnMachines {
  use: RoleUse;
  elapsed: number;
  throttled: Throttled | undefined;
}

/**
 * What each role used. Roles of the plan are on one machine each; Flimflam and captures are on several, whose readings lie
 * milliseconds apart at most, or the window was missed.
 */
export function usesOfRoles(machines: readonly MachineUse[]): Record<string, RoleOnMachines> {
  const roles: Record<string, RoleOnMachines> = {};
  for (const { uses, elapsed, throttled } of machines) {
    for (const [role, use] of Object.entries(uses)) {
      const known = roles[role];
      roles[role] =
        known === undefined
          ? { use, elapsed, throttled: throttled[role] }
          : { ...known, use: joinedUse(known.use, use), throttled: known.throttled ?? throttled[role] };
    }
  }
  return roles;
}

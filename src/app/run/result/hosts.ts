import type { HostResult, Listener } from '../../../model/hosts.js';
import { loopback, writeAddress } from '../../../model/address.js';
import { roleKey } from '../../../model/names.js';
import { thisMachine } from '../../../model/placement.js';
import { addressOfPort, type Plan } from '../../../model/plan.js';
import { clockTicksPerSecond, type Reading } from '../../../model/readings.js';
import type { Evidence } from '../evidence.js';
import type { HostSeen, Marks } from '../execution.js';
import { isOnSeveral, machinesOf, useOf, type MachineSeen, type MachineUse } from './machines.js';
import { devicesBetween, segmentsBetween } from './network.js';

type Seen = Pick<Evidence, 'plan' | 'execution' | 'environment' | 'hosts'>;

/** What is told of each machine of a run that was placed on several; of any other run nothing. */
export function hostResults(evidence: Seen): HostResult[] {
  const { plan, execution } = evidence;
  return isOnSeveral(plan) ? machinesOf(plan, execution).map((machine) => hostResult(machine, evidence)) : [];
}

function hostResult(machine: MachineSeen, evidence: Seen): HostResult {
  const { plan, execution } = evidence;
  const { marks } = execution;
  const { name, roles, clock, own } = machine;
  return {
    name,
    address: plan.hosts[name]?.address ?? loopback,
    roles: roles.map(roleKey),
    clock: marks === null ? null : clockOf(name, clock),
    environment: environmentOf(name, evidence),
    ...inWindow(machine, marks === null ? null : useOf(machine, plan, marks)),
    own_traffic: marks === null || own === null ? null : perSecond(own, marks),
  };
}

/** No round trip to another machine takes no time: then it was not measured. */
const clockOf = (name: string, { offsetNs, uncertaintyNs }: HostSeen['clock']): HostResult['clock'] =>
  name !== thisMachine && uncertaintyNs === 0 ? null : { offset: offsetNs * 1e-9, uncertainty: uncertaintyNs * 1e-9 };

function environmentOf(name: string, { environment, hosts }: Pick<Evidence, 'environment' | 'hosts'>) {
  const found = hosts?.[name]?.environment ?? (name === thisMachine ? environment : null);
  if (found === null) return null;
  const { distribution, kernel, cpu_model, cpus, memory, governor, turbo, smt, virtualisation } = found;
  return { distribution, kernel, cpu_model, cpus, memory, governor, turbo, smt, virtualisation };
}

const perSecond = ({ sent, received }: NonNullable<HostSeen['own']>, { beginNs, endNs }: Marks): number =>
  ((sent + received) * 1e9) / (endNs - beginNs);

type InWindow = Pick<HostResult, 'cpu' | 'window_skew' | 'devices' | 'retransmits' | 'frequency' | 'throttled'>;

function inWindow({ begin, end }: MachineSeen, used: MachineUse | null): InWindow {
  if (begin === null || end === null || used === null) {
    return { cpu: null, window_skew: null, devices: {}, retransmits: null, frequency: null, throttled: null };
  }
  const { cpu, elapsed, skew } = used;
  return {
    cpu: cpu === null ? null : sharesOf(cpu, softirqShare(begin, end, elapsed)),
    window_skew: skew,
    devices: Object.fromEntries(
      Object.entries(devicesBetween(begin, end)).map(([name, { received, sent, receivedDrops, sentDrops }]) => [
        name,
        { received: received / elapsed, sent: sent / elapsed, drops: receivedDrops + sentDrops },
      ]),
    ),
    retransmits: segmentsBetween(begin, end).again,
    ...slowing({ begin, end }),
  };
}

/** What the clock of a machine's CPUs was at both marks, and how often heat slowed them down in between. */
export function slowing({
  begin,
  end,
}: Pick<MachineSeen, 'begin' | 'end'>): Pick<HostResult, 'frequency' | 'throttled'> {
  const [from, to] = [begin?.frequencyHz ?? null, end?.frequencyHz ?? null];
  const [before, after] = [begin?.throttleCount ?? null, end?.throttleCount ?? null];
  return {
    frequency: from === null || to === null ? null : { begin: from, end: to },
    throttled: before === null || after === null ? null : after - before,
  };
}

function sharesOf(
  { ours, foreign, unattributed, steal, idle }: NonNullable<MachineUse['cpu']>,
  softirq: number,
): NonNullable<HostResult['cpu']> {
  return { ours, foreign, unattributed, softirq, steal, idle };
}

function softirqShare(begin: Reading, end: Reading, elapsed: number): number {
  const [before, after] = [begin.machine?.softirqTicks ?? 0, end.machine?.softirqTicks ?? 0];
  const share = (after - before) / clockTicksPerSecond / elapsed / (end.machine?.cpus ?? 1);
  return Math.min(1, Math.max(0, share));
}

/** Where the processes of a run on several machines listen, nearest the server first. */
export function listenersOf(plan: Plan): Listener[] {
  if (!isOnSeveral(plan)) return [];
  return plan.processes.flatMap((process) =>
    process.listens.map((port): Listener => {
      const address = addressOfPort(process, port);
      return {
        role: roleKey(process.role),
        host: process.on,
        address: writeAddress(address),
        reachable_from: address.host === loopback ? 'host' : 'data network',
      };
    }),
  );
}

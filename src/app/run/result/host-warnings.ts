import { busiestDevice } from '../../../model/hosts.js';
import { roleTitle } from '../../../model/names.js';
import type { Plan } from '../../../model/plan.js';
import type { Warning } from '../../../model/summary.js';
import { formatCount, formatPercent, formatSeconds } from '../../../units/quantity.js';
import type { Execution } from '../execution.js';
import { slowing } from './hosts.js';
import { isOnSeveral, machinesOf, type MachineSeen } from './machines.js';
import { devicesBetween, segmentsBetween } from './network.js';

/** Seconds: what is asked for on a quiet link; a window of a second is then known to 0.2 %. */
const mostUncertain = 1e-3;

/**
 * Packets a second that a kernel may count as dropped though none of ours was: a bridge sends a frame every 2 s (IEEE 802.1D,
 * hello time) and others tell of themselves more seldom (LLDP, every 30 s), which nobody there takes.
 */
const strayFrames = 1;

/**
 * Share of TCP segments sent again from which on loss can be what holds a connection back: with one of 1000 lost it keeps
 * some 39 of them under way (1.22 / sqrt(p), Mathis et al. 1997, doi:10.1145/263932.264023), 56 kB, and 10 Gb/s over 0.1 ms
 * take 125 kB.
 */
const mostResent = 0.001;

/** Of fewer segments sent again no share can be told. */
const leastResent = 10;

/** What a user should know of the machines of a run on several; nothing of any other run. */
export function hostWarnings(plan: Plan, execution: Execution): Warning[] {
  if (!isOnSeveral(plan)) return [];
  const machines = machinesOf(plan, execution).filter(({ roles }) => roles.length > 0);
  const checks = [sharedHost, uncertainClock, dropped, resent, hot];
  return machines.flatMap((machine) => checks.flatMap((check) => check(machine)));
}

function sharedHost({ name, roles }: MachineSeen): Warning[] {
  if (roles.length < 2 || !roles.some((role) => role.startsWith('relay'))) return [];
  return [
    {
      code: 'shared-host',
      message: `${roles.map(roleTitle).join(' and ')} share ${name}: they take CPU from each other, and what goes between them crosses no network`,
      advice: 'place them on hosts of their own with --hosts',
    },
  ];
}

function uncertainClock({ name, clock: { uncertaintyNs } }: MachineSeen): Warning[] {
  const uncertainty = uncertaintyNs * 1e-9;
  if (uncertainty <= mostUncertain) return [];
  return [
    {
      code: 'clock-uncertain',
      message: `the clock of ${name} is only known to ${formatSeconds(uncertainty)}, and so is its window`,
      advice: 'reach it over a link that is quiet, and near; use a longer --duration',
    },
  ];
}

function dropped({ name, begin, end }: MachineSeen): Warning[] {
  if (begin === null || end === null) return [];
  const device = busiestDevice(devicesBetween(begin, end));
  if (device === null) return [];
  const seconds = (end.timeNs - begin.timeNs) * 1e-9;
  const { receivedDrops: received, sentDrops: sent } = device.use;
  if (sent === 0 && received <= strayFrames * seconds) return [];
  return [
    {
      code: 'dropped-packets',
      message: `${name}: ${device.name} dropped ${formatCount(received)} packets that came and ${formatCount(sent)} that were to go`,
      advice: 'give its queues more CPUs or longer rings (ethtool -L, -G), or ask for a lower --rate',
    },
  ];
}

function resent({ name, begin, end }: MachineSeen): Warning[] {
  if (begin === null || end === null) return [];
  const { again, first } = segmentsBetween(begin, end);
  if (again === null || first === null || again < leastResent) return [];
  const share = again / (again + first);
  if (share <= mostResent) return [];
  return [
    {
      code: 'retransmits',
      message: `${name} sent ${formatPercent(share, 2)} of its TCP segments again (${formatCount(again)})`,
      advice: 'look for a full queue or a bad cable between the hosts; above 0.1 % loss can limit the rate',
    },
  ];
}

function hot(machine: MachineSeen): Warning[] {
  const { throttled } = slowing(machine);
  if (throttled === null || throttled <= 0) return [];
  return [
    {
      code: 'throttled',
      message: `${machine.name}: CPUs were slowed down for heat ${throttled} times in the window`,
      advice: 'let the machine cool down, or fix its frequency',
    },
  ];
}

import { ExpectedError } from '../../errors.js';
import type { Scenario } from '../../model/scenario.js';

/** Log, libraries, listening sockets and what else a program has open, generously. */
const spareFiles = 100;

/** Every socket takes a message of this size at once when nothing else is under way in it. */
const alwaysTaken = 4096;

/** Refuses more jobs than open files allow, on this machine or on the one that is named. */
export function requireDescriptors(scenario: Scenario, { soft }: { soft: number }, on: string | null = null): void {
  const { jobs } = scenario;
  const { each, others } = filesFor(scenario);
  const needed = jobs * each + others;
  if (needed <= soft) return;
  throw new ExpectedError(
    'file-limit',
    `${on === null ? '' : `${on}: `}${jobs} jobs need ${needed} open files, and the limit is ${soft}`,
    `at most ${Math.max(0, Math.floor((soft - others) / each))} jobs, or raise it (beyond the hard limit as root): ulimit -n ${needed}`,
  );
}

/**
 * A relay holds two sockets for each connection, and the builtin one two pipes too while bytes wait in it: not those
 * of idle connections, nor a small message that is alone on its way.
 */
function filesFor({ hops: all, relay, workload, load, deployment }: Scenario): { each: number; others: number } {
  // Relays that run already have a limit of their own, whatever that is.
  const hops = deployment.attached === null ? all : 0;
  const sockets = hops === 0 ? 1 : 2;
  const { request, response } = load.messageSize ?? { request: 1, response: 1 };
  const alone = workload === 'builtin-rr' && load.rate === null && Math.max(request, response) <= alwaysTaken;
  const pipes = hops === 0 || relay !== 'builtin' || alone ? 0 : 4;
  const ofStreams = load.background * (hops > 0 && relay === 'builtin' ? sockets + 4 : sockets);
  const others = spareFiles + ofStreams;
  return load.active === null
    ? { each: sockets + pipes, others }
    : { each: sockets, others: others + pipes * load.active };
}

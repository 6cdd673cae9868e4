import { ExpectedError, usageError } from '../../../errors.js';
import { isOwnAddress } from '../../../host/own-addresses.js';
import { whyNotFree } from '../../../host/ports.js';
import { everyPid, holdsSocket, listenersAt } from '../../../host/proc.js';
import { ancestorsOf, hasOtherNetwork, identityOf, processTrees } from '../../../host/process-facts.js';
import { writeAddress, type Address } from '../../../model/address.js';
import { roleTitle } from '../../../model/names.js';
import type { AttachedRelay } from '../../../model/plan.js';
import type { Scenario } from '../../../model/scenario.js';
import type { Warning } from '../../../model/summary.js';
import { attachedAddresses, attachedRelays } from '../../../scenario/attached.js';

/** Processes by the one from which they come. */
type Trees = ReadonlyMap<number, readonly number[]>;

/**
 * Finds out, without touching them, whether relays that run already can be measured; throws what makes that impossible.
 * Returns what is to be known of it; nothing for a scenario with relays of its own.
 */
export async function checkAttached(scenario: Scenario): Promise<Warning[]> {
  const addresses = attachedAddresses(scenario);
  if (addresses === null) return [];
  const relays = attachedRelays(scenario);
  for (const relay of relays) requireProcess(relay);
  const trees = processTrees(relays.map(({ pid }) => pid));
  requireApart(relays, trees);
  const local = isOwnAddress(addresses.first.host);
  if (!local && relays.length > 0) {
    throw usageError(
      'attach-elsewhere',
      `--attach ${writeAddress(addresses.first)} is another machine, and --attach-pids are processes of this one`,
      'leave --attach-pids out',
    );
  }
  // What listens in a network of its own is not in the list that we can see.
  const isListed = local && !relays.some(({ pid }) => hasOtherNetwork(pid));
  const sockets = isListed ? requireListener(addresses.first, 'the first relay') : [];
  const { management } = addresses;
  if (isListed && management !== null && isOwnAddress(management.host)) {
    requireListener(management, 'the management of the first relay');
  }
  await requireFree(addresses.server, trees);
  return [...notKnown(relays), ...notTheListener(relays[0], trees, sockets, addresses.first), ...notReadable(relays)];
}

function requireProcess({ role, pid }: AttachedRelay): void {
  const identity = identityOf(pid);
  if (identity === null) {
    throw new ExpectedError(
      'no-such-process',
      `there is no process ${pid}, which is to be ${roleTitle(role)}`,
      'pgrep -a NAME tells those that run',
    );
  }
  if (identity.leader !== pid) {
    throw usageError('no-process', `${pid} is a thread of process ${identity.leader}`, `give ${identity.leader}`);
  }
  if (pid === process.pid || ancestorsOf(process.pid).includes(pid)) {
    throw usageError('attach-self', `process ${pid} (${identity.name}) is Flimflam itself, or has started it`);
  }
}

/** Each process can be counted for one relay only. */
function requireApart(relays: readonly AttachedRelay[], trees: Trees): void {
  for (const { pid } of relays) {
    const inner = relays.find((other) => other.pid !== pid && trees.get(pid)?.includes(other.pid));
    if (inner === undefined) continue;
    throw usageError(
      'attach-child',
      `process ${inner.pid} comes of process ${pid}: they are one relay`,
      `give ${pid}; what comes of it is looked at too`,
    );
  }
}

function requireListener(address: Address, who: string): number[] {
  const sockets = listenersAt(address);
  if (sockets.length > 0) return sockets;
  throw new ExpectedError(
    'nobody-listens',
    `nobody listens on ${writeAddress(address)}, where ${who} should`,
    'start the relays, or see where they listen: ss -ltnp',
  );
}

async function requireFree(address: Address, trees: Trees): Promise<void> {
  const why = await whyNotFree(address);
  if (why === null) return;
  const where = writeAddress(address);
  if (why === 'EADDRNOTAVAIL') {
    throw usageError('not-ours', `--attach-server ${where}: this machine has no such address`, 'see: ip address');
  }
  if (why !== 'EADDRINUSE') throw new ExpectedError('cannot-listen', `our server cannot listen on ${where}: ${why}`);
  const holder = holderOf(listenersAt(address));
  const whom = holder === null ? '' : ` by process ${holder} (${identityOf(holder)?.name ?? '?'})`;
  const isRelay = [...trees.values()].some((pids) => holder !== null && pids.includes(holder));
  throw new ExpectedError(
    'port-taken',
    `${where}, where our server is to listen, is taken${whom}`,
    isRelay
      ? 'that is a relay, and --attach-server is where the last of them connects to'
      : 'end that program: the relays shall connect to the server of the workload',
  );
}

/** The first process that has one of these sockets; null where we may not look, or nobody has. */
const holderOf = (sockets: readonly number[]): number | null =>
  everyPid().find((pid) => sockets.some((inode) => holdsSocket(pid, inode))) ?? null;

function notKnown(relays: readonly AttachedRelay[]): Warning[] {
  if (relays.length > 0) return [];
  return [
    {
      code: 'relays-not-known',
      message:
        'nobody said which processes the relays are, so their CPU time and memory are not known, nor whether other programs disturbed',
      advice: 'name them with --attach-pids',
    },
  ];
}

function notTheListener(
  first: AttachedRelay | undefined,
  trees: Trees,
  sockets: readonly number[],
  address: Address,
): Warning[] {
  // Where not even the holder of the socket is known, nothing speaks against the process.
  if (first === undefined || sockets.length === 0) return [];
  const holder = holderOf(sockets);
  if (holder === null || trees.get(first.pid)?.some((pid) => sockets.some((inode) => holdsSocket(pid, inode)))) {
    return [];
  }
  return [
    {
      code: 'not-the-listener',
      message: `relay 1 (pid ${first.pid}) does not listen on ${writeAddress(address)}: process ${holder} (${identityOf(holder)?.name ?? '?'}) does`,
      advice: 'see that --attach and --attach-pids mean the same relay',
    },
  ];
}

function notReadable(relays: readonly AttachedRelay[]): Warning[] {
  const closed = relays.filter(({ pid }) => identityOf(pid)?.executable === null);
  if (closed.length === 0) return [];
  const names = closed.map(({ role, pid }) => `${roleTitle(role)} (pid ${pid})`).join(', ');
  return [
    {
      code: 'relay-not-readable',
      message: `${names}: processes of another user, so that their programs and libraries are not known`,
      advice: 'run Flimflam as that user, or as root',
    },
  ];
}

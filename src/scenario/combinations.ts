import { usageError } from '../errors.js';
import { protocolNames, relayNames } from '../model/names.js';
import type { Protocol, RelayName, WorkloadName } from '../model/names.js';
import { relayOf } from '../relays/index.js';
import { workloadOf } from '../workloads/index.js';

export interface Combination {
  workload: WorkloadName;
  relay: RelayName;
  protocol: Protocol;
}

/** A combination as the options of `flimflam run`. */
export const asOptions = ({ workload, relay, protocol }: Combination): string =>
  `-w ${workload} -r ${relay} -p ${protocol}`;

/** What a relay can speak; without a relay nothing stands in the way of any protocol. */
export function protocolsOf(relay: RelayName): readonly Protocol[] {
  return relay === 'none' ? protocolNames : relayOf(relay).protocols;
}

export function isPossible({ workload, relay, protocol }: Combination): boolean {
  return workloadOf(workload).protocols.includes(protocol) && protocolsOf(relay).includes(protocol);
}

/** Throws a usage error that lists what would be possible. */
export function requirePossible(combination: Combination): void {
  if (isPossible(combination)) return;
  const { workload, relay, protocol } = combination;
  const possible = combinationsOf([workload], [relay], [...protocolNames]);
  const others = possible.length > 0 ? possible : combinationsOf([workload], [...relayNames], [protocol]);
  const list = others.map(asOptions);
  throw usageError(
    'impossible-combination',
    `${workload} over ${relay} with ${protocol} is not possible`,
    list.length > 0 ? `possible: ${list.join('; ')}` : `${workload} knows ${workloadOf(workload).protocols.join(', ')}`,
  );
}

/**
 * Every possible combination of the lists, in the order of the lists. Protocols null: tcp, and for relays without
 * tcp the first of their own that the workload knows.
 */
export function combinationsOf(
  chosenWorkloads: readonly WorkloadName[],
  chosenRelays: readonly RelayName[],
  chosenProtocols: readonly Protocol[] | null,
): Combination[] {
  return chosenWorkloads.flatMap((workload) =>
    chosenRelays.flatMap((relay) =>
      (chosenProtocols ?? defaultProtocols(workload, relay))
        .map((protocol) => ({ workload, relay, protocol }))
        .filter(isPossible),
    ),
  );
}

function defaultProtocols(workload: WorkloadName, relay: RelayName): Protocol[] {
  if (protocolsOf(relay).includes('tcp')) return ['tcp'];
  return protocolsOf(relay).filter((protocol) => workloadOf(workload).protocols.includes(protocol));
}

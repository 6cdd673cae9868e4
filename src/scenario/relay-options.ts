import { usageError } from '../errors.js';
import { relayProgramNames } from '../model/names.js';
import type { Scenario } from '../model/scenario.js';
import { relayOf } from '../relays/index.js';

/** Options of the router that the command line calls by names of their own. */
const ownNames: Readonly<Record<string, string>> = {
  observer: '--observer',
  routerMode: '--router-mode',
  dataConnectionCount: '--data-connections',
};

/** Throws a usage error for an option that this relay does not know, or whose value it does not take. */
export function requireRelayOptions({ relay, relayOptions, hops }: Scenario): void {
  const known = relay === 'none' ? {} : relayOf(relay).options;
  for (const [key, value] of Object.entries(relayOptions)) {
    const option = Object.hasOwn(known, key) ? known[key] : undefined;
    if (option === undefined) throw unknown(relay, key, Object.keys(known));
    const problem = option.check(value);
    if (problem !== null) throw usageError('bad-relay-option', `--relay-option ${key}=${value}: ${problem}`);
  }
  if (relayOptions['routerMode'] === 'edge' && hops < 2 && relayOf(relay).management === true) {
    throw usageError(
      'edge-alone',
      '--router-mode edge wants an interior router behind the edge router, and this chain has one router',
      'use --hops 2 or more',
    );
  }
}

function unknown(relay: string, key: string, names: readonly string[]): Error {
  const ownName = Object.hasOwn(ownNames, key) ? ownNames[key] : undefined;
  if (ownName !== undefined) {
    const taker = relayProgramNames.find((name) => Object.hasOwn(relayOf(name).options, key)) ?? 'another relay';
    return usageError(
      'unknown-relay-option',
      `${ownName} is a setting of ${taker}, and ${relay === 'none' ? 'this chain has no relay' : `the relay is ${relay}`}`,
      relay === 'none' ? `leave ${ownName} out` : `leave ${ownName} out, or use --relay ${taker}`,
    );
  }
  return usageError(
    'unknown-relay-option',
    relay === 'none' ? `there is no relay to take the option '${key}'` : `${relay} knows no option '${key}'`,
    names.length === 0 ? `${relay} has no options` : `it knows ${names.join(', ')}`,
  );
}

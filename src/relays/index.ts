import { ExpectedError } from '../errors.js';
import { knowRelay, relayNames } from '../model/names.js';
import { builtin } from './builtin.js';
import { haproxy } from './haproxy.js';
import { nghttpx } from './nghttpx.js';
import { nginx } from './nginx.js';
import type { Relay } from './relay.js';
import { skrouterd } from './skrouterd.js';

/** The relays that come with Flimflam. */
export const relays = { skrouterd, nginx, nghttpx, haproxy, builtin };

const table = new Map<string, Relay>(Object.entries(relays));

/** Makes a relay of the user's own known by its name. */
export function addRelay(relay: Relay): void {
  table.set(relay.name, relay);
  knowRelay(relay.name);
}

/** All relays that are known, ours first. */
export const knownRelays = (): Readonly<Record<string, Relay>> => Object.fromEntries(table);

/** The relay of this name; throws an expected error when nobody has defined it. */
export function relayOf(name: string): Relay {
  const relay = table.get(name);
  if (relay !== undefined) return relay;
  throw new ExpectedError(
    'unknown-relay',
    `there is no relay '${name}'`,
    `known: ${relayNames.join(', ')}; --file loads one of your own`,
  );
}

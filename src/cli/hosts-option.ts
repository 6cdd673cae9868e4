import { InvalidArgumentError } from '@commander-js/extra-typings';
import { isMachineAddress } from '../model/address.js';
import type { Placement, Placements } from '../model/placement.js';

/** `ROLE=HOST` or `ROLE=HOST/ADDRESS`, comma-separated; HOST may be a URI of ssh. */
export function hostPlaces(text: string): Placements {
  const places = new Map<string, Placement>();
  for (const part of text.split(',')) {
    const [, role = '', place] = /^([^=]*)=(.*)$/s.exec(part.trim()) ?? [];
    if (place === undefined) throw wrong(`'${part}' is not ROLE=HOST, such as relay1=lab1.`);
    const name = role.trim().replaceAll(/[ _]/g, '');
    if (!/^(?:client|server|relay[1-8])$/.test(name)) {
      throw wrong(`There is no role '${role}'. Known: client, relay1 to relay8, server.`);
    }
    if (places.has(name)) throw wrong(`It names ${name} twice.`);
    places.set(name, placement(name, place.trim()));
  }
  return withOneAddress([...places]);
}

function placement(role: string, text: string): Placement {
  const [, host = '', address] = /^((?:ssh:\/\/)?[^/]*)(?:\/(.*))?$/s.exec(text) ?? [];
  if (host === '' || host === 'ssh://') throw wrong(`It names no host for ${role}.`);
  // ssh would take such a host for an option.
  if (host.startsWith('-')) throw wrong(`${host} is no host: it begins with a hyphen.`);
  if (!/^[\w.@:%+~[\]/-]+$/.test(host)) throw wrong(`'${host}' has letters that no host has.`);
  if (address !== undefined && !isMachineAddress(address)) {
    throw wrong(`${role}=${text}: '${address}' is no IPv4 address of a machine, such as 10.0.0.2.`);
  }
  return { host, address: address ?? null };
}

/** A host that is named for several roles has the address that was said with one of them. */
function withOneAddress(places: readonly [role: string, place: Placement][]): Placements {
  const addresses = new Map<string, string>();
  for (const [, { host, address }] of places) {
    if (address === null) continue;
    const other = addresses.get(host) ?? address;
    if (other !== address) throw wrong(`It gives ${host} two addresses, ${other} and ${address}.`);
    addresses.set(host, address);
  }
  return Object.fromEntries(places.map(([role, { host }]) => [role, { host, address: addresses.get(host) ?? null }]));
}

const wrong = (message: string): Error => new InvalidArgumentError(message);

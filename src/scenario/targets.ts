import { usageError } from '../errors.js';
import { relayRole, type Role } from '../model/names.js';
import type { Scenario } from '../model/scenario.js';

/** The roles that `--target` means in this scenario; without relays, the default means client and server. */
export function targetRoles(target: string, { hops }: Pick<Scenario, 'hops'>): Role[] {
  const relays = Array.from({ length: hops }, (_, index) => relayRole(index + 1));
  const all: Role[] = [...relays, 'client', 'server'];
  if (target === 'all' || (target === 'relays' && hops === 0)) return all;
  if (target === 'relays') return relays;
  const role = all.find((one) => one === target);
  if (role !== undefined) return [role];
  throw usageError(
    'bad-target',
    `--target ${target}: ${/^relay\d+$/.test(target) ? 'there is no such relay in the chain' : 'there is no such part'}`,
    `use one of ${['relays', ...all, 'all'].filter((name) => hops > 0 || name !== 'relays').join(', ')}`,
  );
}

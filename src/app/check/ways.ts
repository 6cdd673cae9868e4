import { messageOf } from '../../errors.js';
import type { Host } from '../../host/host.js';
import type { Address } from '../../model/address.js';
import type { Way } from '../../model/hosts-check.js';

/** A host and its address on the data network. */
export interface Place {
  host: Host;
  address: string;
}

/** Milliseconds: a connection in a laboratory takes less than one; a firewall that drops packets never answers. */
const patienceMs = 2000;

/** Where somebody listens for others to try. */
interface Door {
  host: Host;
  address: Address;
  /** Why nobody can listen there. */
  fault: string | null;
  close: () => Promise<void>;
}

/** Tries from every host whether it reaches the address of every other one; all at once. */
export async function findWays(
  places: readonly Place[],
  isNeeded: (from: string, to: string) => boolean,
): Promise<Way[]> {
  if (places.length < 2) return [];
  const doors = await Promise.all(places.map(open));
  try {
    const pairs = doors.flatMap((from) => doors.filter((to) => to !== from).map((to) => [from, to] as const));
    return await Promise.all(
      pairs.map(async ([{ host: from }, { host: to, address, fault }]) => {
        const why = fault ?? (await from.reach(address, patienceMs).catch(messageOf));
        return { from: from.name, to: to.name, address: address.host, needed: isNeeded(from.name, to.name), why };
      }),
    );
  } finally {
    await Promise.all(doors.map((door) => door.close().catch(() => {})));
  }
}

async function open({ host, address }: Place): Promise<Door> {
  const door = { host, address: { host: address, port: 0 }, fault: null, close: async () => {} };
  try {
    const [port = 0] = await host.freePorts(address, 1);
    const listening = await host.listen({ host: address, port });
    const fault = listening.why === null ? null : `${host.name} cannot listen on ${address}: ${listening.why}`;
    return { host, address: { host: address, port }, fault, close: () => listening.close() };
  } catch (error) {
    return { ...door, fault: messageOf(error) };
  }
}

import { ExpectedError } from '../../../errors.js';
import { loopback, writeAddress, type Address } from '../../../model/address.js';
import { thisMachine } from '../../../model/placement.js';
import { otherHosts, type Plan, type PlannedProcess } from '../../../model/plan.js';
import type { Posts } from '../posts/posts.js';
import { PortTaken } from './readiness.js';

/** Milliseconds: a connection in a laboratory takes less than one; a firewall that drops packets never answers. */
const patienceMs = 2000;

/** A connection of the chain that crosses a network. */
export interface Link {
  from: string;
  to: string;
  address: Address;
}

/** Where each part of a chain connects to the next one on another machine; of relays that run already nothing is known. */
export function linksOf({ processes, attached, scenario }: Plan): Link[] {
  if (attached.length > 0 || scenario.deployment.attached !== null) return [];
  const chain = processes.filter(({ role }) => role === 'client' || role === 'server' || role.startsWith('relay'));
  return chain.flatMap((to, at) => {
    const from = chain[at + 1];
    const address = listensAt(to);
    return from === undefined || from.on === to.on || address === null ? [] : [{ from: from.on, to: to.on, address }];
  });
}

function listensAt({ host, listens: [port] }: PlannedProcess): Address | null {
  return port === undefined ? null : { host: host ?? loopback, port };
}

/**
 * Tries every link of the chain before anything of it is started, all at once: somebody listens where the process is going
 * to, and somebody connects from where the other one will. Throws an error that names the first that cannot be.
 */
export async function requireWays(plan: Plan, posts: Posts): Promise<void> {
  if (otherHosts(plan).length === 0) return;
  await Promise.all(linksOf(plan).map((link) => requireWay(link, posts)));
}

async function requireWay({ from, to, address }: Link, posts: Posts): Promise<void> {
  const listening = await posts.on(to).host.listen(address);
  try {
    if (listening.isTaken) throw new PortTaken(address.port);
    if (listening.why !== null) {
      throw new ExpectedError(
        'no-way',
        `nobody can listen on ${writeAddress(address)} of ${named(to)}: ${listening.why}`,
      );
    }
    const why = await posts.on(from).host.reach(address, patienceMs);
    if (why === null) return;
    throw new ExpectedError(
      'no-way',
      `${named(from)} cannot reach ${writeAddress(address)} on ${named(to)}: ${why}; see to firewalls and routes between them`,
      'flimflam check --hosts tries every way; --hosts ROLE=HOST/ADDRESS names another address',
    );
  } finally {
    await listening.close();
  }
}

const named = (host: string): string => (host === thisMachine ? 'this machine' : host);

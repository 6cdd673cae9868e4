import { createServer } from 'node:net';
import { ExpectedError } from '../errors.js';
import { loopback, type Address } from '../model/address.js';

/** Why nobody could listen there right now, as the kernel's word (`EADDRINUSE`); null if one could. */
export function whyNotFree({ host, port }: Address): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(null)));
  });
}

/**
 * Finds ports that are free at all of these addresses, outside the range from which the kernel takes the ports of outgoing connections, so that no
 * client of this machine can be sitting on them. They begin at a random place: another Flimflam is looking too.
 */
export async function freePorts(
  count: number,
  ephemeral: { low: number; high: number },
  hosts: readonly string[] = [loopback],
): Promise<number[]> {
  const lowest = 10_000;
  const highest = 65_535;
  const candidates: number[] = [];
  for (let port = lowest; port <= highest; port++) {
    if (port < ephemeral.low || port > ephemeral.high) candidates.push(port);
  }
  const start = Math.floor(Math.random() * candidates.length);
  const found: number[] = [];
  for (let tried = 0; tried < candidates.length && found.length < count; tried++) {
    const port = candidates[(start + tried) % candidates.length]!;
    if (await isFree(port, hosts)) found.push(port);
  }
  if (found.length < count) {
    throw new ExpectedError(
      'no-free-ports',
      `only ${found.length} of ${count} ports are free outside net.ipv4.ip_local_port_range`,
      'narrow it: sudo sysctl net.ipv4.ip_local_port_range="32768 60999"',
    );
  }
  return found;
}

async function isFree(port: number, hosts: readonly string[]): Promise<boolean> {
  for (const host of hosts) if ((await whyNotFree({ host, port })) !== null) return false;
  return true;
}

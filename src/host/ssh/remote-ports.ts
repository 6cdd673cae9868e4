import { ExpectedError } from '../../errors.js';
import type { Files } from '../files.js';
import { readEphemeralPorts } from '../limits.js';

const lowest = 10_000;
const highest = 65_535;

/** Whether this IPv4 address is one of the machine's own; taken for granted where the kernel does not tell. */
export function hasAddress(files: Files, address: string): boolean {
  const text = files.text('/proc/net/fib_trie');
  // Sample: `           |-- 198.18.0.1` and in the next line `              /32 host LOCAL`
  const own = [...(text ?? '').matchAll(/\|-- (\S+)\n(?:\s+\/32 .*\n)*?\s+\/32 host LOCAL/g)].map(([, one]) => one);
  return text === null || address === '0.0.0.0' || own.includes(address) || address.startsWith('127.');
}

/** Ports outside the range of outgoing connections that nobody uses, neither to listen nor in a connection. */
export function usablePorts(files: Files): number[] {
  const used = new Set(['/proc/net/tcp', '/proc/net/tcp6'].flatMap((path) => localPorts(files.text(path) ?? '')));
  const { low, high } = readEphemeralPorts(files);
  const found: number[] = [];
  for (let port = lowest; port <= highest; port += 1) {
    if ((port < low || port > high) && !used.has(port)) found.push(port);
  }
  return found;
}

/** Reads /proc/net/tcp. Sample: `   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0 ...`. */
function localPorts(text: string): number[] {
  return [...text.matchAll(/^ *\d+: [0-9A-F]+:([0-9A-F]{4}) /gm)].map(([, port = '']) => Number.parseInt(port, 16));
}

/** Takes ports in a row from a random place on, since others look for some too. */
export function choosePorts(host: string, usable: readonly number[], count: number, random = Math.random): number[] {
  if (usable.length < count) {
    throw new ExpectedError(
      'no-free-ports',
      `${host}: only ${usable.length} of ${count} ports are free outside net.ipv4.ip_local_port_range`,
      'narrow it there: sudo sysctl net.ipv4.ip_local_port_range="32768 60999"',
    );
  }
  const start = Math.floor(random() * usable.length);
  return Array.from({ length: count }, (_, at) => usable[(start + at) % usable.length]!);
}

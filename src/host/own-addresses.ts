import { networkInterfaces } from 'node:os';

/** Whether this IPv4 address is one of this machine, as far as this network namespace goes. */
export function isOwnAddress(host: string): boolean {
  if (host.startsWith('127.') || host === '0.0.0.0') return true;
  return Object.values(networkInterfaces()).some((list) => list?.some(({ address }) => address === host));
}

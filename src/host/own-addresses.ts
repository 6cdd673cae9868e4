import { createSocket } from 'node:dgram';
import { networkInterfaces } from 'node:os';

/** Whether this IPv4 address is one of this machine, as far as this network namespace goes. */
export function isOwnAddress(host: string): boolean {
  if (host.startsWith('127.') || host === '0.0.0.0') return true;
  return Object.values(networkInterfaces()).some((list) => list?.some(({ address }) => address === host));
}

/** The address of this machine from which packets go to another one, by the kernel's routes; nothing is sent. */
export function addressTowards(host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4');
    const done = (settle: () => void): void => {
      socket.close();
      settle();
    };
    socket.once('error', (error) => done(() => reject(error)));
    // Any port will do.
    socket.connect(9, host, () => {
      const { address } = socket.address();
      done(() => resolve(address));
    });
  });
}

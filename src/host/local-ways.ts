import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Address } from '../model/address.js';
import type { Listening } from './host.js';

/** As `Host.listen`, on this machine. */
export async function listenHere({ host, port }: Address): Promise<Listening> {
  const server = createServer((socket) => socket.destroy());
  const close = async (): Promise<void> => {
    await new Promise((closed) => server.close(closed));
  };
  try {
    server.listen({ host, port, exclusive: true });
    await once(server, 'listening');
    return { why: null, isTaken: false, close };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { why: message, isTaken: code === 'EADDRINUSE', close: async () => {} };
  }
}

/** As `Host.reach`, from this machine. */
export function reachFromHere({ host, port }: Address, patienceMs: number): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (why: string | null): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(why);
    };
    const timer = setTimeout(() => end('Connection timed out'), patienceMs);
    socket.on('connect', () => end(null));
    socket.on('error', ({ code, message }: NodeJS.ErrnoException) => end(wordsOf[code ?? ''] ?? message));
  });
}

/** The words of the C library, as other machines say them. */
const wordsOf: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Connection refused',
  EHOSTUNREACH: 'No route to host',
  ENETUNREACH: 'Network is unreachable',
  ETIMEDOUT: 'Connection timed out',
  EINVAL: 'Invalid argument',
};

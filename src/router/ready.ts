import { ExpectedError } from '../errors.js';
import { sleep } from '../host/clock.js';
import { managementNodeOf, openManagement, type Management } from './management.js';

const lookEveryMs = 20;
/** Each of these questions wants a connection of its own. */
const askAgainMs = 50;
/** A router gives no leave to send, or no answer, as long as it knows no way. */
const answerMs = 1000;

/**
 * Resolves when every listener of this type says that it is up. Its socket alone proves nothing to somebody who
 * may not connect to it, and it is up exactly when its address is reachable through the whole chain.
 */
export function listenersUp(
  managementPort: number,
  listener: 'tcpListener' | 'httpListener',
  signal: AbortSignal,
): Promise<void> {
  return untilSo(managementPort, signal, async (management) => {
    const rows = await management.query(listener, ['operStatus']);
    return rows.length > 0 && rows.every((row) => row['operStatus'] === 'up');
  });
}

/**
 * Resolves when an interior router knows of somebody who takes what is sent to a mobile address. An edge router does not:
 * its listeners are up as soon as its interior router is there, whatever lies behind that.
 */
export function addressReached(managementPort: number, address: string, signal: AbortSignal): Promise<void> {
  return untilSo(managementPort, signal, async (management) => {
    const rows = await management.query('router.address', ['key', 'subscriberCount', 'remoteCount']);
    // `M`: mobile; routers keep it in front of the address.
    const found = rows.find((row) => row['key'] === `M${address}`);
    return found !== undefined && Number(found['subscriberCount']) + Number(found['remoteCount']) > 0;
  });
}

/**
 * Resolves when another router, named by its id, answers through this one: then there is a way there, and one back. Behind
 * an edge router the latter is known last.
 */
export async function routerReached(managementPort: number, id: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && !(await isReached(managementPort, id))) await sleep(askAgainMs);
}

async function isReached(port: number, id: string): Promise<boolean> {
  let management: Management | null = null;
  try {
    management = await openManagement(port, answerMs, undefined, managementNodeOf(id));
    await management.query('router', ['id']);
    return true;
  } catch (error) {
    if (error instanceof ExpectedError) return false;
    throw error;
  } finally {
    await management?.close();
  }
}

async function untilSo(
  port: number,
  signal: AbortSignal,
  isSo: (management: Management) => Promise<boolean>,
): Promise<void> {
  let management: Management | null = null;
  try {
    management = await openManagement(port);
    while (!signal.aborted) {
      if (await isSo(management)) return;
      await sleep(lookEveryMs);
    }
  } finally {
    await management?.close();
  }
}

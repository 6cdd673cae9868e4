import { sleep } from '../host/clock.js';
import { openManagement, type Management } from './management.js';

const lookEveryMs = 20;

/**
 * Resolves when every listener of this type says that it is up. Its socket alone proves nothing to somebody who
 * may not connect to it, and it is up exactly when its address is reachable through the whole chain.
 */
export async function listenersUp(
  managementPort: number,
  listener: 'tcpListener' | 'httpListener',
  signal: AbortSignal,
): Promise<void> {
  let management: Management | null = null;
  try {
    management = await openManagement(managementPort);
    while (!signal.aborted) {
      const rows = await management.query(listener, ['operStatus']);
      if (rows.length > 0 && rows.every((row) => row['operStatus'] === 'up')) return;
      await sleep(lookEveryMs);
    }
  } finally {
    await management?.close();
  }
}

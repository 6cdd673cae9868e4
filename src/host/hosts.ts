import { thisMachine } from '../model/placement.js';
import type { Host } from './host.js';
import { closeAtEnd, unwanted } from './closing.js';
import { LocalHost } from './local-host.js';
import { RemoteHost } from './ssh/remote-host.js';

const here = new LocalHost();

/** Those that were connected to by this process, or are just now. */
const others = new Map<string, Promise<RemoteHost>>();

/** Ends attempts to connect. */
const closing = new AbortController();

/** The machine of this name, connected to if it is not yet, or was lost. */
export async function hostNamed(name: string): Promise<Host> {
  if (name === thisMachine) return here;
  const known = others.get(name);
  if (known !== undefined) {
    const host = await known;
    if (!host.isLost) return host;
    // Somebody else may have begun anew while we waited.
    if (others.get(name) !== known) return hostNamed(name);
  }
  closeAtEnd(closeHosts);
  const opened = RemoteHost.open(name, AbortSignal.any([closing.signal, unwanted]));
  others.set(name, opened);
  try {
    return await opened;
  } catch (error) {
    if (others.get(name) === opened) others.delete(name);
    throw unwanted.aborted ? unwanted.reason : error;
  }
}

/** Closes every connection; resolves when nothing of ours is left on other machines. */
export async function closeHosts(): Promise<void> {
  closing.abort();
  const opened = await Promise.allSettled(others.values());
  others.clear();
  await Promise.all(opened.map((one) => (one.status === 'fulfilled' ? one.value.close() : Promise.resolve())));
}

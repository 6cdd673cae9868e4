import { writeAddress, type Address } from '../../model/address.js';
import type { Listening } from '../host.js';
import type { RemoteSampler } from './remote-sampler.js';

const taken = 'Address already in use';
/** An answer that comes no sooner than that is none. */
const marginMs = 5000;

/** As `Host.listen`. */
export async function listenThere(sampler: RemoteSampler, address: Address): Promise<Listening> {
  const key = sampler.newKey();
  const why = await sampler.probe(marginMs, 'listen', key, writeAddress(address));
  return {
    ...{ why, isTaken: why === taken },
    close: async () => {
      sampler.tell('close', key);
      // Once this is answered that was done.
      await sampler.get([]);
    },
  };
}

/** As `Host.reach`. */
export const reachFromThere = (sampler: RemoteSampler, address: Address, patienceMs: number): Promise<string | null> =>
  sampler.probe(patienceMs + marginMs, 'connect', sampler.newKey(), writeAddress(address), '-', String(patienceMs));

import { sleep } from '../clock.js';
import type { HostClock } from '../host.js';
import type { Beat } from './beats.js';
import type { Wire } from './wire.js';

const mostBeats = 20;
/** A host that is farther away than this, in milliseconds, is asked again before it has answered. */
const patienceMs = 10;

/** The clock of another machine, by questions and answers over the connection. */
export class RemoteClock implements HostClock {
  readonly #wire: Wire;

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  get offsetNs(): number {
    return this.#wire.offset.offsetNs;
  }

  get uncertaintyNs(): number {
    return this.#wire.offset.uncertaintyNs;
  }

  async measure(): Promise<void> {
    const beats: Promise<Beat>[] = [];
    for (let count = 0; count < mostBeats; count += 1) {
      const beat = this.#wire.beat();
      // The first that is refused tells of all.
      beat.catch(() => {});
      beats.push(beat);
      await Promise.race([beat, sleep(patienceMs)]);
    }
    await Promise.all(beats);
  }
}

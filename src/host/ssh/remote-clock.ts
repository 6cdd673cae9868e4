import { nowNs } from '../clock.js';
import type { HostClock } from '../host.js';
import type { Wire } from './wire.js';

const mostBeats = 20;
/** Fewer than these tell nothing of the quickest. */
const fewestBeats = 5;
/** Far away hosts need not be asked more often. */
const longNs = 400e6;

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
    const beginNs = nowNs();
    for (let count = 0; count < mostBeats; count += 1) {
      if (count >= fewestBeats && nowNs() - beginNs > longNs) return;
      await this.#wire.beat();
    }
  }
}

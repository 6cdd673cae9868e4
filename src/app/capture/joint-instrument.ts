import type { Instrument, Stage } from '../run/stage.js';

/** Several instruments as one: each of them does what it does at the same time as the others. */
export class JointInstrument implements Instrument {
  readonly channels: Instrument['channels'];
  readonly wantsClient: boolean;

  constructor(readonly instruments: readonly Instrument[]) {
    this.channels = new Map(instruments.flatMap(({ channels }) => [...channels]));
    this.wantsClient = instruments.some(({ wantsClient }) => wantsClient);
  }

  open = (stage: Stage): Promise<void> => this.#each((one) => one.open(stage));
  approach = (stage: Stage): Promise<void> => this.#each((one) => one.approach(stage));
  end = (stage: Stage): Promise<void> => this.#each((one) => one.end(stage));
  close = (stage: Stage): Promise<void> => this.#each((one) => one.close(stage));

  begin(stage: Stage): void {
    for (const one of this.instruments) one.begin(stage);
  }

  async #each(act: (one: Instrument) => Promise<void>): Promise<void> {
    await Promise.all(this.instruments.map(act));
  }
}

import type { Reading, Sample } from '../model/readings.js';
import { atTimes } from './at-times.js';
import { nowNs } from './clock.js';
import type { Watcher } from './host.js';
import { Sampler } from './sampler.js';

const intervalNs = 100e6;

/** A reading that is still to come, or was made. */
interface Due {
  reading: Promise<Reading | null>;
  forget: () => void;
}

const nothing = (): void => {};

/** Watches processes of this machine from within Flimflam itself. */
export class LocalWatcher implements Watcher, Disposable {
  /** What is under it: only of this machine can one have a sample or a reading at once. */
  readonly localSampler = new Sampler({});
  readonly #due = new Map<string, Due>();

  watch(role: string, leader: number): void {
    this.localSampler.watch(role, leader);
  }

  watchLog(role: string, path: string): void {
    this.localSampler.watchLog(role, path);
  }

  refresh(): void {
    this.localSampler.refresh();
  }

  follow(onSample: (sample: Sample) => void): () => void {
    return atTimes(0, intervalNs, () => onSample(this.localSampler.sample()));
  }

  readAt(mark: string, timeNs: number): void {
    const leftMs = (timeNs - nowNs()) / 1e6;
    if (leftMs <= 0) {
      this.#due.set(mark, { reading: Promise.resolve(this.localSampler.read()), forget: nothing });
      return;
    }
    const due: Due = { reading: Promise.resolve(null), forget: nothing };
    due.reading = new Promise((resolve) => {
      const timer = setTimeout(() => resolve(this.localSampler.read()), leftMs);
      due.forget = () => {
        clearTimeout(timer);
        resolve(null);
      };
    });
    this.#due.set(mark, due);
  }

  async readingAt(mark: string): Promise<Reading | null> {
    return this.#due.get(mark)?.reading ?? null;
  }

  /** A mark that is still to come has no reading any more. */
  [Symbol.dispose](): void {
    for (const { forget } of this.#due.values()) forget();
    this.localSampler[Symbol.dispose]();
  }
}

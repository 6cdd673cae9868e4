import type { Reading, Sample } from '../../model/readings.js';
import type { Files } from '../files.js';
import type { Watcher } from '../host.js';
import { KnownFiles } from '../known-files.js';
import { readingOf, snapshotWanted, type SnapshotWanted } from '../reading.js';
import type { RemoteSampler } from './remote-sampler.js';

const intervalNs = 100e6;

/** How a watcher comes by what is told there. */
export interface WatcherMeans {
  sampler: RemoteSampler;
  /** A time of our clock on theirs; theirs - ours. */
  offsetNs: () => number;
  look: <T>(read: (files: Files) => T) => Promise<T>;
}

/** The watcher of another machine: its sampler does the work there, all times are brought to our clock. */
export class RemoteWatcher implements Watcher {
  readonly #means: WatcherMeans;
  readonly #wanted: SnapshotWanted;
  readonly #keys = new Map<string, string>();

  private constructor(means: WatcherMeans, wanted: SnapshotWanted) {
    this.#means = means;
    this.#wanted = wanted;
  }

  /** Begins with nobody watched. */
  static async begin(means: WatcherMeans): Promise<RemoteWatcher> {
    const wanted = await means.look((files) => snapshotWanted(files));
    means.sampler.tell('forget');
    return new RemoteWatcher(means, wanted);
  }

  watch(role: string, leader: number): void {
    this.#means.sampler.tell('watch', role, String(leader));
  }

  watchLog(role: string, path: string): void {
    this.#means.sampler.tell('log', role, path);
  }

  refresh(): void {
    this.#means.sampler.tell('refresh');
  }

  follow(onSample: (sample: Sample) => void): () => void {
    const { sampler, offsetNs } = this.#means;
    sampler.onSample = (fields) => onSample(sampleOf(fields, offsetNs()));
    // Whole multiples of the interval by our clock.
    const originNs = Math.round(((offsetNs() % intervalNs) + intervalNs) % intervalNs);
    sampler.tell('follow', String(intervalNs), String(originNs));
    return () => {
      sampler.onSample = () => {};
      sampler.tell('follow', '0');
    };
  }

  readAt(mark: string, timeNs: number): void {
    const { sampler, offsetNs } = this.#means;
    const key = sampler.newKey();
    this.#keys.set(mark, key);
    const theirs = timeNs === 0 ? 0 : Math.max(0, Math.round(timeNs + offsetNs()));
    sampler.tell('at', String(theirs), key, ...this.#wanted.items);
  }

  async readingAt(mark: string): Promise<Reading | null> {
    const key = this.#keys.get(mark);
    if (key === undefined) return null;
    const { found, timely, members } = await this.#means.sampler.ask('tell', key);
    if (timely === null) return null;
    const times = [timely.fromNs, timely.untilNs];
    const watched = { members, softirqThreads: this.#wanted.softirqThreads, cgroups: {} };
    return readingOf(new KnownFiles(found).files, watched, () => times.shift() ?? timely.untilNs);
  }
}

/**
 * A line of the series. Sample, with blanks for tabs:
 * `123000010000 client 12 4096000 relay1 30 8192000 log relay1 5120`; `offsetNs`: their clock - ours.
 */
export function sampleOf([time = '', ...fields]: readonly string[], offsetNs: number): Sample {
  const sample: Sample = { timeNs: Number(time) - offsetNs, roles: {}, logSizes: {} };
  for (let at = 0; at + 2 < fields.length; at += 3) {
    const [first = '', second = '', third = ''] = fields.slice(at, at + 3);
    if (first === 'log') sample.logSizes[second] = Number(third);
    else sample.roles[first] = { ticks: Number(second), rssBytes: Number(third) };
  }
  return sample;
}

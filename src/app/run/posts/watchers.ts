import { sleep } from '../../../host/clock.js';
import type { Host, Post, Watcher } from '../../../host/host.js';
import type { LocalWatcher } from '../../../host/local-host.js';
import type { Sampler } from '../../../host/sampler.js';
import type { Reading, Sample } from '../../../model/readings.js';
import type { Execution, HostSeen } from '../execution.js';
import { sampleMs } from '../window/kept-series.js';
import { jointSamples } from './joint-samples.js';

/** Of the readings that are asked for: at the begin of the window, and at its end. */
export const beginMark = 'begin';
export const endMark = 'end';

/** How long a host may take to tell what it has read, in milliseconds: it is some 100 kB. */
const tellingMs = 5000;
/** How long a sample of all hosts is waited for. */
const sampleWithinMs = 1000;

interface Elsewhere {
  name: string;
  host: Host;
  watcher: Watcher;
  post: Post;
  /** At the begin of the window. */
  clock: HostSeen['clock'] | null;
  /** Bytes of our own connection at both marks. */
  begun: Traffic | null;
  ended: Traffic | null;
  /** What was read at the first mark, once it was fetched. */
  begin: Reading | null;
}

type Traffic = ReturnType<Post['traffic']>;

/** Watches the processes of a run wherever they are: this machine at once, the others by what they were asked beforehand. */
export class Watchers {
  readonly #others: readonly Elsewhere[];

  readonly #local: LocalWatcher;

  constructor(local: LocalWatcher, others: readonly Post[]) {
    this.#local = local;
    this.#others = others.map((post) => ({
      ...{ name: post.host.name, host: post.host, watcher: post.watcher, post },
      ...{ clock: null, begun: null, ended: null, begin: null },
    }));
  }

  /** Of this machine. */
  get here(): Sampler {
    return this.#local.localSampler;
  }

  /** Watches the process group that this process leads, as part of a role. */
  watch(on: string, role: string, leader: number): void {
    const elsewhere = this.#others.find(({ name }) => name === on);
    if (elsewhere === undefined) this.here.watch(role, leader);
    else elsewhere.watcher.watch(role, leader);
  }

  /** Tells the size of a log by role in every sample; the path is that on its host. */
  watchLog(on: string, role: string, path: string): void {
    const elsewhere = this.#others.find(({ name }) => name === on);
    if (elsewhere === undefined) this.#local.watchLog(role, path);
    else elsewhere.watcher.watchLog(role, path);
  }

  /** One sample of all hosts; of this machine alone where another one tells nothing in time. */
  async sample(): Promise<Sample> {
    if (this.#others.length === 0) return this.here.sample();
    const found: Sample[] = [];
    const { add, stop } = this.join((sample) => found.push(sample));
    for (let waited = 0; found.length === 0 && waited < sampleWithinMs; waited += sampleMs) {
      add(this.here.sample());
      await sleep(sampleMs);
    }
    stop();
    return found[0] ?? this.here.sample();
  }

  /** Finds the processes of every group, new workers included. */
  refresh(): void {
    this.here.refresh();
    for (const { watcher } of this.#others) watcher.refresh();
  }

  /**
   * Joins what the other hosts sample from now on with the samples of this machine, which it is to be given; both until the
   * second function is called.
   */
  join(onSample: (sample: Sample) => void): { add: (sample: Sample) => void; stop: () => void } {
    const own = '';
    const add = jointSamples([own, ...this.#others.map(({ name }) => name)], onSample);
    const stops = this.#others.map(({ name, watcher }) => watcher.follow((sample) => add(name, sample)));
    return { add: (sample) => add(own, sample), stop: () => stops.forEach((stop) => stop()) };
  }

  /** Measures the clocks of the other hosts anew; never waits long for one that is slow. */
  async measureClocks(patienceMs: number): Promise<void> {
    const measured = Promise.all(this.#others.map(({ host }) => host.clock.measure().catch(() => {})));
    await Promise.race([measured, sleep(patienceMs)]);
  }

  /** Has the other hosts read everything at a time of our clock. */
  readAt(mark: string, timeNs: number): void {
    for (const { watcher } of this.#others) watcher.readAt(mark, timeNs);
  }

  /** To be called at the begin of the window. */
  begin(): void {
    for (const one of this.#others) {
      const { offsetNs, uncertaintyNs } = one.host.clock;
      one.clock = { offsetNs, uncertaintyNs };
      one.begun = one.post.traffic();
    }
  }

  /** To be called at its end. */
  end(): void {
    for (const one of this.#others) one.ended = one.post.traffic();
  }

  /** Fetches what the other hosts have read at the begin and at this mark; of one that does not tell, nothing is known. */
  async collect(mark: string): Promise<Execution['elsewhere']> {
    const entries = this.#others.map(async (one): Promise<[string, HostSeen]> => {
      const { name, watcher, clock, begun, ended } = one;
      // The first is long, and wanted again and again in a long window.
      const [begin, end] = await Promise.all([one.begin ?? told(watcher, beginMark), told(watcher, mark)]);
      one.begin = begin;
      const own =
        begun == null || ended == null
          ? null
          : { sent: ended.sent - begun.sent, received: ended.received - begun.received };
      return [name, { begin, end, clock: clock ?? { offsetNs: 0, uncertaintyNs: 0 }, own }];
    });
    return Object.fromEntries(await Promise.all(entries));
  }
}

async function told(watcher: Watcher, mark: string): Promise<Reading | null> {
  const late = sleep(tellingMs).then(() => null);
  return Promise.race([watcher.readingAt(mark).catch(() => null), late]);
}

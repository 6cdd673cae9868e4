import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messageOf } from '../../errors.js';
import type { Host, Post } from '../../host/host.js';
import type { Way } from '../../model/hosts-check.js';

/** A host and its address on the data network. */
export interface Place {
  host: Host;
  address: string;
}

/** Milliseconds: a connection in a laboratory takes less than one; a firewall that drops packets never answers. */
const connectMs = 2000;
/** Beyond that nobody answers any more. */
const answerMs = connectMs + 3000;

const program = 'flimflam-sampler';
const name = 'reach';

/** Tries from every host whether it reaches the address of every other one; all at once. */
export async function findWays(
  places: readonly Place[],
  isNeeded: (from: string, to: string) => boolean,
): Promise<Way[]> {
  if (places.length < 2) return [];
  const folder = mkdtempSync(join(tmpdir(), 'flimflam-ways-'));
  try {
    const probes = await Promise.all(places.map((place) => Probe.begin(place, folder)));
    try {
      const pairs = probes.flatMap((from) => probes.filter((to) => to !== from).map((to) => [from, to] as const));
      return await Promise.all(
        pairs.map(async ([from, to]) => {
          const needed = isNeeded(from.host, to.host);
          return { from: from.host, to: to.host, address: to.address, needed, why: await from.why(to) };
        }),
      );
    } finally {
      await Promise.all(probes.map((probe) => probe.end()));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Listens at the address of a host, and connects from there. */
class Probe {
  readonly host: string;
  readonly #answers = new Map<string, (words: string) => void>();
  #keys = 0;
  #post: Post | null = null;
  #port = 0;
  /** Why nothing can be tried there, or nobody can listen there. */
  #fault: string | null = null;

  private constructor(
    { name: host }: Host,
    readonly address: string,
  ) {
    this.host = host;
  }

  static async begin({ host, address }: Place, folder: string): Promise<Probe> {
    const probe = new Probe(host, address);
    try {
      await probe.#open(host, folder);
    } catch (error) {
      probe.#fault = messageOf(error);
    }
    return probe;
  }

  async #open(host: Host, folder: string): Promise<void> {
    const [port = 0] = await host.freePorts(this.address, 1);
    const post = await host.post({ folder, channels: [name], isPassing: () => true });
    this.#post = post;
    this.#port = port;
    post.supervisor.onLine(name, (line) => {
      const [kind, key = '', words = ''] = line.split('\t');
      if (kind === 'answer') this.#answers.get(key)?.(words);
    });
    await post.supervisor.start({
      ...{ name, argv: [host.native(program)], environment: {}, cwd: post.folder, cpus: null },
      log: `${post.folder}/${name}.log`,
    });
    const words = await this.#ask('listen', `${this.address}:${port}`);
    if (words !== 'ok') this.#fault = `${this.host} cannot listen on ${this.address}: ${words}`;
  }

  /** Why nobody there reaches another host; null when it does. */
  async why(to: Probe): Promise<string | null> {
    const fault = this.#fault ?? to.#fault;
    if (fault !== null) return fault;
    const words = await this.#ask('connect', `${to.address}:${to.#port}`, '-', String(connectMs));
    return words === 'ok' ? null : words;
  }

  #ask(command: string, ...fields: string[]): Promise<string> {
    const key = String((this.#keys += 1));
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(`no answer within ${answerMs / 1000} s`), answerMs);
      this.#answers.set(key, (words) => {
        clearTimeout(timer);
        resolve(words);
      });
      this.#post?.supervisor.write(name, [command, key, ...fields].join('\t'));
    });
  }

  async end(): Promise<void> {
    await this.#post?.leave(0, () => false).catch(() => {});
  }
}

import type { GuardianEars, GuardianLink } from '../guardian-link.js';
import type { Wire } from './wire.js';

/** Time for what is left when all has been killed: the guardian there waits 4 s for processes that do not end. */
const endMs = 5000;

/** The guardian of another machine, for the processes of one run. */
export class RemoteLink implements GuardianLink {
  readonly #wire: Wire;
  readonly #channels: ReadonlySet<string>;
  readonly #names = new Set<string>();
  #ears: GuardianEars | null = null;

  constructor(
    wire: Wire,
    readonly pid: number,
    channels: readonly string[],
    /** Has everything there killed, also what is not of this run. */
    readonly endAll: () => Promise<void>,
  ) {
    this.#wire = wire;
    this.#channels = new Set(channels);
  }

  hear(ears: GuardianEars): void {
    this.#ears = ears;
    void this.#wire.lost.then((cause) => ears.onEnd(cause));
  }

  send(fields: readonly string[]): void {
    const [command, name = ''] = fields;
    if (command === 'spawn' && this.#ears !== null) {
      this.#wire.listen(name, this.#ears);
      this.#names.add(name);
    }
    this.#wire.send(fields);
  }

  channelOf(name: string): string {
    return this.#channels.has(name) ? '=' : '-';
  }

  say(name: string, line: string): void {
    if (this.#names.has(name)) this.#wire.send(['say', name, line]);
  }

  theirTime(timeNs: number): number {
    return timeNs + this.#wire.offset.offsetNs;
  }

  /** The guardian there does so at its end, however that comes about. */
  kill(): void {}

  async end(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, endMs)));
    await Promise.race([this.endAll().catch(() => {}), late]);
    clearTimeout(timer);
  }

  async close(): Promise<void> {
    for (const name of this.#names) this.#wire.forget(name);
  }
}

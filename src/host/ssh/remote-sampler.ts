import { ExpectedError } from '../../errors.js';
import { escapeField, unescapeField } from '../guardian-lines.js';
import type { FileFound, FileItem, FileKind } from '../known-files.js';
import type { Wire } from './wire.js';

/** It tells no more of a file, in bytes; what may be longer is fetched as it is. */
export const mostTold = 4 * 1024 * 1024;

/** No role has such a name. */
const name = ':sampler';

/** What the sampler tells to one question. */
export interface Told {
  found: FileFound[];
  /** Times around the part that had to be timely, of our clock; null for a question without one. */
  timely: { fromNs: number; untilNs: number } | null;
  /** Members by role then. */
  members: Record<string, number[]>;
}

interface Question extends Told {
  resolve: (told: Told) => void;
  reject: (error: Error) => void;
}

/** Our side of flimflam-sampler on another machine, which is a child of the guardian there; started when it is needed. */
export class RemoteSampler {
  readonly #wire: Wire;
  readonly #folder: string;
  readonly #questions = new Map<string, Question>();
  readonly #probes = new Map<string, { resolve: (words: string) => void; reject: (error: Error) => void }>();
  #keys = 0;
  #state: 'none' | 'starting' | 'running' = 'none';

  /** Hears a line of the series, its fields after the word, with times as they are there. */
  onSample: (fields: readonly string[]) => void = () => {};

  /** `folder`: the private one there, in which it lies. */
  constructor(wire: Wire, folder: string) {
    this.#wire = wire;
    this.#folder = folder;
    void wire.lost.then((cause) => this.#refuse(cause));
  }

  /** A key that was not used yet. */
  newKey(): string {
    return String((this.#keys += 1));
  }

  /** Has it do something to which it answers nothing. */
  tell(...fields: string[]): void {
    this.#start();
    this.#wire.send(['say', name, fields.map(escapeField).join('\t')]);
  }

  /** Asks something whose answer ends with `done KEY`. */
  ask(command: string, key: string, ...fields: string[]): Promise<Told> {
    if (this.#wire.cause !== null) return Promise.reject(this.#wire.cause);
    return new Promise((resolve, reject) => {
      this.#questions.set(key, { found: [], timely: null, members: {}, resolve, reject });
      this.tell(command, key, ...fields);
    });
  }

  /** Has it try a connection, or listen; resolves with why that cannot be, or null. */
  async probe(withinMs: number, command: string, key: string, ...fields: string[]): Promise<string | null> {
    if (this.#wire.cause !== null) throw this.#wire.cause;
    let timer: NodeJS.Timeout | undefined;
    const words = await new Promise<string>((resolve, reject) => {
      this.#probes.set(key, { resolve, reject });
      timer = setTimeout(() => resolve(`no answer within ${withinMs / 1000} s`), withinMs);
      this.tell(command, key, ...fields);
    }).finally(() => clearTimeout(timer));
    this.#probes.delete(key);
    return words === 'ok' ? null : words;
  }

  /** Fetches files of that machine; what is not there is not told. */
  async get(items: readonly FileItem[]): Promise<FileFound[]> {
    const { found } = await this.ask('get', this.newKey(), ...items.map(({ kind, path }) => `${kind}:${path}`));
    return found;
  }

  #start(): void {
    if (this.#state !== 'none') return;
    this.#state = 'starting';
    this.#wire.listen(name, {
      onEvent: ([kind, , why = '']) => {
        if (kind === 'started') this.#state = 'running';
        else if (kind === 'failed') this.stop(`it cannot be started: ${why}`);
        // Else it is one that was stopped before.
        else if (kind === 'exited' && this.#state === 'running') this.stop('it ended');
      },
      onLine: (_, line) => this.#heard(line.split('\t').map(unescapeField)),
      onEnd: () => {},
    });
    const argv = [`${this.#folder}/flimflam-sampler`];
    this.#wire.send(['spawn', name, '=', '-', '-', this.#folder, `${this.#folder}/sampler.log`, '1', ...argv]);
  }

  /** It has ended, or is about to with all others there. */
  stop(why = 'it was ended'): void {
    this.#state = 'none';
    this.#refuse(new ExpectedError('sampler-died', `the sampler of another machine does not work: ${why}`));
  }

  #refuse(error: Error): void {
    for (const { reject } of [...this.#questions.values(), ...this.#probes.values()]) reject(error);
    this.#questions.clear();
    this.#probes.clear();
  }

  #heard(fields: readonly string[]): void {
    const [kind, key = '', ...rest] = fields;
    if (kind === 'sample') return this.onSample(fields.slice(1));
    if (kind === 'answer') return this.#probes.get(key)?.resolve(rest[0] ?? '');
    const question = this.#questions.get(key);
    if (question === undefined) return;
    if (kind === 'file') {
      const [of = '', path = '', content = ''] = rest;
      question.found.push({ kind: of as FileKind, path, content });
    } else if (kind === 'role') {
      const [role = '', ...pids] = rest;
      question.members[role] = pids.map(Number);
    } else if (kind === 'begin') {
      const [fromNs, untilNs] = rest.map((time) => Number(time) - this.#wire.offset.offsetNs);
      question.timely = { fromNs: fromNs ?? 0, untilNs: untilNs ?? 0 };
    } else if (kind === 'done') {
      this.#questions.delete(key);
      question.resolve(question);
    }
  }
}

import { closeSync, openSync } from 'node:fs';
import { ExpectedError } from '../../errors.js';
import { quoteForShell } from '../../units/shell.js';
import type { Host } from '../host.js';
import type { PrintEnd } from '../printing.js';
import { writeAll } from './bring-back.js';
import { guarded } from './guarded.js';
import type { RemoteRuns } from './remote-runs.js';
import type { Sessions } from './sessions.js';
import { wordsOf } from './ssh-words.js';
import type { Wire } from './wire.js';

interface Means {
  host: string;
  wire: Wire;
  sessions: Sessions;
  runs: RemoteRuns;
  /** The private one there. */
  folder: string;
}

/** Takes what is long as it comes: what programs of another machine print, and files. */
export class RemotePrints {
  readonly #means: Means;
  #count = 0;

  constructor(means: Means) {
    this.#means = means;
  }

  /** As `Host.print`. */
  async print(
    argv: readonly string[],
    { environment, signal }: Parameters<Host['print']>[1],
    onBytes: (bytes: Buffer) => void,
  ): Promise<PrintEnd> {
    const { wire, sessions, runs, folder } = this.#means;
    this.#count += 1;
    // Without it the program is killed.
    const permit = `${folder}/print${this.#count}`;
    const variables = Object.entries(environment).map(([key, value]) => `${key}=${value}`);
    const program = `exec ${['env', ...variables, ...argv].map(quoteForShell).join(' ')} </dev/null\n`;
    const script = `: >${permit}\n${guarded(permit, program)}`;
    const { code, stderr } = await sessions.runAny(script, onBytes, signal);
    if (wire.cause !== null) throw wire.cause;
    await runs.run(['rm', '-f', permit]);
    if (signal?.aborted === true) throw signal.reason;
    return { code, signal: null, stderr };
  }

  /** As `Host.fetch`. */
  async fetch(path: string, here: string): Promise<void> {
    const { host, wire, sessions, folder } = this.#means;
    const file = openSync(here, 'w');
    try {
      const script = guarded(folder, `exec cat ${quoteForShell(path)}\n`);
      const { code, stderr } = await sessions.runAny(script, (bytes) => writeAll(file, bytes));
      if (code === 0) return;
      const words = wordsOf(stderr) ?? 'it does not say why';
      const message = `${host}: ${path} could not be fetched: ${words}`;
      throw await wire.causeOf(new ExpectedError('not-brought-back', message));
    } finally {
      closeSync(file);
    }
  }
}

import { tmpdir } from 'node:os';
import { thisMachine } from '../model/placement.js';
import type { Host } from './host.js';
import type { Output } from './output-of.js';
import { readPerfFacts, type PerfFacts } from './perf-facts.js';
import type { PrintEnd } from './printing.js';
import { outputOfRan } from './run-to-end.js';
import { parseSyscallNames, readSyscallNames } from './syscall-names.js';

/** No pager, no colours, no configuration that would change the columns; nor is anything worth a look into the network. */
const perfVariables = {
  LC_ALL: 'C',
  PERF_CONFIG: '/dev/null',
  PERF_PAGER: 'cat',
  TERM: 'dumb',
  DEBUGINFOD_URLS: '',
};

/** What is said of a perf that had to be killed. */
export const tooLate = 'it did not end in time';

/** The perf of a machine: it reads what it has written only where the binaries are into which it looks. */
export class PerfMachine {
  constructor(
    readonly host: Host,
    /** Absolute path there. */
    readonly path: string,
  ) {}

  /** Runs perf for a moment; never throws but when the host is lost. The timeout is in milliseconds. */
  run(words: readonly string[], timeout: number): Promise<Output> {
    return this.#toEnd([this.path, ...words], timeout);
  }

  /** The same with an eye on itself: some options perf only takes where there is a process to look at. */
  runOnItself(words: readonly string[], timeout: number): Promise<Output> {
    return this.#toEnd(['sh', '-c', 'exec "$@" -p $$ -- true', 'sh', this.path, ...words], timeout);
  }

  async #toEnd(argv: readonly string[], timeout: number): Promise<Output> {
    const ran = await this.host.run(argv, { environment: perfVariables, timeout });
    const output = outputOfRan(ran);
    return ran.code === null ? { ...output, failure: tooLate } : output;
  }

  /**
   * Runs a perf that prints, such as `perf script`, and hands over its stdout in pieces as they come. Text is latin1: perf
   * prints symbols as the bytes that the binaries hold; every byte keeps its own place.
   */
  async print(words: readonly string[], signal: AbortSignal | null, onText: (text: string) => void): Promise<PrintEnd> {
    const argv = [...(await this.#inLargePieces()), this.path, ...words];
    return this.host.print(argv, { environment: perfVariables, signal }, (bytes) => onText(bytes.toString('latin1')));
  }

  /** The text of a file there; null if it is not there. */
  text(file: string): Promise<string | null> {
    return this.host.look((files) => files.text(file));
  }

  async facts(): Promise<PerfFacts> {
    if (this.host.name === thisMachine) return readPerfFacts();
    // The whole list of the kernel's symbols has 10 MB.
    const [symbols, group] = await Promise.all([
      this.host.run(['head', '-c', '256', '/proc/kallsyms']),
      this.host.run(['id', '-g']),
    ]);
    return this.host.look((files) => readPerfFacts(files, symbols.stdout, Number(group.stdout)));
  }

  /** Names of system calls there by their numbers. */
  async syscallNames(): Promise<ReadonlyMap<number, string>> {
    const list = this.host.native('syscalls.txt');
    const text = await this.host.look((files) => files.text(list));
    // Where our programs were not compiled there, it is a machine of the same kind.
    return text === null ? readSyscallNames() : parseSyscallNames(text);
  }

  /** Makes a folder there in which perf may write for a moment; null where nothing can be written. */
  async makeFolder(): Promise<{ path: string; remove: () => Promise<void> } | null> {
    const parent = this.host.environment['TMPDIR'] ?? tmpdir();
    const { stdout, code } = await this.host.run(['mktemp', '-d', `${parent}/flimflam-perf-XXXXXX`]);
    const path = stdout.trim();
    if (code !== 0 || path === '') return null;
    return { path, remove: async () => void (await this.host.run(['rm', '-rf', path])) };
  }

  /**
   * perf hands its text over in pieces of 4 KB, 40,000 of them for 140,000 samples, each of which wakes us up. In pieces
   * of 128 KB it took 2.0 to 2.4 s where it took 3.3 to 4.5 s (perf 6.1, two CPUs, 2026-11-23). Without stdbuf all goes
   * on as before.
   */
  async #inLargePieces(): Promise<string[]> {
    const stdbuf = '/usr/bin/stdbuf';
    return (await this.host.look((files) => files.isExecutable(stdbuf))) ? [stdbuf, '-o', '128K'] : [];
  }
}

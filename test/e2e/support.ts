import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { constants, accessSync, cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync } from 'node:fs';
import { readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import type { Summary } from '../../src/model/summary.js';
import { readSummary } from '../../src/store/summary-file.js';

const sources = join(import.meta.dirname, '..', '..');
/** Marks every process that a test starts, and all that come of it. */
const markVariable = 'FLIMFLAM_TEST';

/** Absolute path of the checkout that the tests of this file run: a copy, so that nobody rebuilds or cleans it. */
export let checkout = '';

/** Makes that copy before the tests of a file, and removes it after them. */
export function withCheckout(): void {
  beforeAll(() => {
    checkout = makeCheckout();
  });
  afterAll(() => rmSync(checkout, { recursive: true, force: true }));
}

function makeCheckout(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'flimflam-e2e-')));
  for (const name of ['package.json', 'package-lock.json', 'flimflam']) cpSync(join(sources, name), join(folder, name));
  cpSync(join(sources, 'native'), join(folder, 'native'), {
    recursive: true,
    preserveTimestamps: true,
    filter: (path) => !/build\/(sanitize|test)/.test(path),
  });
  symlinkSync(join(sources, 'node_modules'), join(folder, 'node_modules'));
  mustRun([process.execPath, join(sources, 'src/bundle.mjs'), join(folder, 'build')]);
  mustRun(['make', '-s', '-C', join(folder, 'native')]);
  // The launcher shall believe that it has built this.
  const later = Date.now() / 1000 + 1;
  for (const name of ['.stamp-npm', '.stamp-ts', '.stamp-native']) {
    writeFileSync(join(folder, 'build', name), '');
    utimesSync(join(folder, 'build', name), later, later);
  }
  return folder;
}

function mustRun([command = '', ...rest]: string[]): void {
  const { status, stdout, stderr, error } = spawnSync(command, rest, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} failed: ${error?.message ?? stdout + stderr}`);
}

/** What a process that has ended leaves to look at. */
export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface StartOptions {
  env?: Record<string, string | undefined>;
  /** Words before `node`, such as `unshare -m ...`. */
  before?: string[];
}

/** A folder of its own in which Flimflam is run; at its end nothing that was started in it is left. */
export class Place {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'flimflam-place-')));
  /** Where records of calibrations go; beside what is run, as some tests look at all that is in `folder`. */
  readonly state = realpathSync(mkdtempSync(join(tmpdir(), 'flimflam-state-')));
  readonly #environment: Record<string, string | undefined> = {
    ...process.env,
    [markVariable]: this.folder,
    // The record of calibrations of whoever runs the tests is none of their business.
    XDG_STATE_HOME: this.state,
  };
  readonly #bin = join(this.folder, 'bin');

  /** Tests that run at once give that of their own context. */
  constructor(atEnd: typeof onTestFinished = onTestFinished) {
    atEnd(() => {
      for (const pid of this.processes()) killQuietly(pid);
      for (const folder of [this.folder, this.state]) rmSync(folder, { recursive: true, force: true });
    });
  }

  /** Puts a program first on PATH: a file of test/programs under another name. */
  program(name: string, source: string): void {
    mkdirSync(this.#bin, { recursive: true });
    cpSync(join(import.meta.dirname, '..', 'programs', source), join(this.#bin, name));
    this.#environment['PATH'] = [this.#bin, process.env['PATH']].join(delimiter);
  }

  /** Starts `flimflam ...` here. */
  start(words: readonly string[], { env = {}, before = [] }: StartOptions = {}): Running {
    return this.startProgram([...before, process.execPath, join(checkout, 'build', 'cli', 'main.js'), ...words], env);
  }

  startProgram([command = '', ...rest]: readonly string[], env: StartOptions['env'] = {}): Running {
    return new Running(
      spawn(command, rest, {
        cwd: this.folder,
        env: { ...this.#environment, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );
  }

  /** Runs `flimflam ...` to its end. */
  run(words: readonly string[], options: StartOptions = {}): Promise<Ended> {
    return this.start(words, options).ended;
  }

  /** Absolute paths of the folders of runs, oldest first. */
  runFolders(parent = 'flimflam-runs'): string[] {
    const home = join(this.folder, parent);
    const names = existsSync(home)
      ? readdirSync(home).filter((name) => /^\d{8}-\d{6}-(?!(?:bench|sweep|capacity)-)/.test(name))
      : [];
    return names.sort().map((name) => join(home, name));
  }

  /** The summary of the only run here. */
  summary(): Summary {
    const [folder, ...more] = this.runFolders();
    if (folder === undefined || more.length > 0) throw new Error(`there are ${more.length} runs too many, or none`);
    return readSummary(folder);
  }

  /** The summary of the newest run here. */
  lastSummary(): Summary {
    return readSummary(this.runFolders().at(-1)!);
  }

  /** Live processes that come of anything that was started here. */
  processes(): number[] {
    return allPids().filter((pid) => pid !== process.pid && this.#isOurs(pid));
  }

  #isOurs(pid: number): boolean {
    // Zombies have none of the three. A daemon may overwrite its environment with its title, or leave its folder.
    const texts = [read(`/proc/${pid}/environ`), read(`/proc/${pid}/cmdline`), linkOf(`/proc/${pid}/cwd`)];
    return texts.some((text) => text.includes(this.folder));
  }

  /** What is still alive after this time, as text; empty is what a test wants to see. */
  async leftAfter(milliseconds: number): Promise<string[]> {
    const deadline = Date.now() + milliseconds;
    while (this.processes().length > 0 && Date.now() < deadline) await sleep(20);
    return this.processes().map((pid) => `${pid} ${read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')}`);
  }

  /** The live process of the run that does this job, found by a part of its command line. */
  pidOf(part: string): number {
    const found = this.processes().filter((pid) => read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').includes(part));
    const [pid] = found.sort((a, b) => a - b);
    if (pid === undefined) throw new Error(`no process of ${part}`);
    return pid;
  }
}

/** A process that a test has started. */
export class Running {
  stdout = '';
  stderr = '';
  readonly ended: Promise<Ended>;
  #over = false;

  constructor(readonly child: ChildProcess) {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    this.ended = new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => {
        this.#over = true;
        resolve({ code, signal, stdout: this.stdout, stderr: this.stderr });
      });
    });
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** Resolves when stderr says so; throws what it said when the process ends before. */
  async says(pattern: RegExp, milliseconds = 20_000): Promise<RegExpExecArray> {
    const deadline = Date.now() + milliseconds;
    for (;;) {
      const match = pattern.exec(this.stderr);
      if (match !== null) return match;
      if (this.#over || Date.now() > deadline) throw new Error(`never said ${pattern}:\n${this.stderr}${this.stdout}`);
      await sleep(5);
    }
  }

  /** Sends a signal, and tells how it ended and how many milliseconds later. */
  async end(signal: NodeJS.Signals): Promise<Ended & { milliseconds: number }> {
    const begin = performance.now();
    this.child.kill(signal);
    const ended = await this.ended;
    return { ...ended, milliseconds: performance.now() - begin };
  }
}

export function allPids(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** Text of a file under /proc; empty when it is gone. */
export function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

export function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

export function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** Those of the ports on which nobody could listen now. */
export async function busyPorts(ports: readonly number[]): Promise<number[]> {
  const busy: number[] = [];
  for (const port of ports) {
    const free = await new Promise<boolean>((resolve) => {
      const server = createServer();
      server.once('error', () => resolve(false));
      server.listen({ host: '127.0.0.1', port, exclusive: true }, () => server.close(() => resolve(true)));
    });
    if (!free) busy.push(port);
  }
  return busy;
}

export const portsOf = ({ plan }: Summary): number[] => Object.values(plan.ports).flat();

/** Where Flimflam would find a program; null if it would not. */
export function whereIs(name: string): string | null {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin'];
  return folders.map((folder) => join(folder, name)).find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The first of these programs that is not installed, as the sentence with which a test is skipped. */
export function missing(...names: string[]): string | null {
  const name = names.find((one) => whereIs(one) === null);
  return name === undefined ? null : `${name} is not on PATH`;
}

/** Whether this user may mount in a namespace of its own. */
export function mayMount(): boolean {
  return spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0;
}

/** Whether this user may have a network namespace of its own. */
export function mayHaveNetwork(): boolean {
  return spawnSync('unshare', ['-n', 'ip', 'link', 'set', 'lo', 'up']).status === 0;
}

/** Words before a command that give it a network of its own, in which 150 local ports are to be had: from 40000 on. */
export const fewLocalPorts = [
  ...['unshare', '-n', 'sh', '-c'],
  'ip link set lo up && echo "40000 40149" >/proc/sys/net/ipv4/ip_local_port_range && exec "$@"',
  'sh',
];

/** As short as a run can be whose figures are looked at. */
export const short = ['--warmup', '0.3', '--duration', '0.5'];
/** For runs of which only what became of them is looked at. */
export const shortest = ['--warmup', '0.1', '--duration', '0.2'];

export { sleep };

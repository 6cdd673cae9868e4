import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { delimiter } from 'node:path';
import { ExpectedError } from '../../errors.js';
import { readDistribution } from '../machine.js';
import { installLine, packageManager } from '../packages.js';
import { firstExecutable, placesOf } from '../programs.js';
import { bootstrapScript, isPlainPath, parseGreeting, type Greeting } from './bootstrap.js';
import { forAnyShell } from './for-any-shell.js';
import { privateFolder, removeFolder } from './private-folder.js';
import { masterArguments } from './ssh-arguments.js';
import { saidOf, unreachable } from './ssh-words.js';

/** ssh gives up by itself much earlier, but a login shell, or a host on the way, may be slow or hang. */
const greetingMs = 30_000;
/** So much of what ssh says is kept, in characters. */
const mostWords = 16_384;

/** Ends with ssh, whatever becomes of Flimflam: the folder with the socket must not outlive it. */
const thenClean = '"$@"; code=$?; rm -rf "$0"; exit $code';

const client = {
  executable: 'ssh',
  version: null,
  packages: { apt: 'openssh-client', dnf: 'openssh-clients' },
};

/** The path of ssh here; throws where there is none. */
export function sshProgram(): string {
  const found = firstExecutable(placesOf(client.executable, (process.env['PATH'] ?? '').split(delimiter)));
  if (found !== null) return found;
  const remedy = installLine(client, packageManager(readDistribution()));
  throw new ExpectedError('no-ssh', 'ssh is missing, with which other machines are reached', remedy);
}

/** What the installed ssh knows; asked once. Sample: `OpenSSH_9.2p1 Debian-2+deb12u5, OpenSSL 3.0.17 1 Jul 2025`. */
const isNew = new Map<string, boolean>();
function knowsNewOptions(ssh: string): boolean {
  const known = isNew.get(ssh);
  if (known !== undefined) return known;
  const { stderr } = spawnSync(ssh, ['-V'], { encoding: 'utf8', timeout: 5000 });
  const [, major, minor] = /^OpenSSH_(\d+)\.(\d+)/.exec(stderr ?? '') ?? [];
  const knows = Number(major) > 8 || (Number(major) === 8 && Number(minor) >= 7);
  isNew.set(ssh, knows);
  return knows;
}

/** The ssh that holds the connection to a host, from its start to its end; its stdin and stdout lead to the guardian there. */
export class Connection {
  readonly ssh = sshProgram();
  readonly knowsNewOptions = knowsNewOptions(this.ssh);
  readonly process: ChildProcess;
  readonly socket: string;
  /** Resolves when ssh has ended. */
  readonly ended: Promise<void>;
  readonly #folder = privateFolder();
  #words = '';
  #isEnded = false;
  #wasKilled = false;

  constructor(readonly host: string) {
    this.socket = `${this.#folder}/s`;
    const argv = masterArguments(this.socket, host, forAnyShell(bootstrapScript), this.knowsNewOptions);
    // A session of its own: Ctrl-C is for Flimflam alone, which then ends all in order.
    this.process = spawn('sh', ['-c', thenClean, this.#folder, this.ssh, ...argv], { stdio: 'pipe', detached: true });
    this.process.stdin!.on('error', () => {});
    this.process.stderr!.setEncoding('utf8').on('data', (text: string) => {
      this.#words = (this.#words + text).slice(-mostWords);
    });
    this.ended = new Promise((resolve) => {
      const end = (code?: unknown): void => {
        this.#isEnded = true;
        // The code of a shell for a program that a signal ended.
        this.#wasKilled = typeof code === 'number' && code > 128 && code !== 255;
        removeFolder(this.#folder);
        resolve();
      };
      this.process.once('error', () => end());
      // Not at `exit`: its last words are the ones that are wanted.
      this.process.once('close', end);
    });
  }

  /** What ssh and the shell there have said so far. */
  get words(): string {
    return this.#wasKilled ? 'ssh was ended by a signal' : this.#words;
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** Resolves when the host has told of itself; throws `host-unreachable` when it does not come to that. */
  async greeting(): Promise<Greeting> {
    const stdout = this.process.stdout!.setEncoding('utf8');
    let text = '';
    const told = new Promise<Greeting>((resolve) => {
      stdout.on('data', (more: string) => {
        text += more;
        const greeting = parseGreeting(text);
        if (greeting !== null) resolve(greeting);
      });
    });
    const ended = this.ended.then(() => Promise.reject(unreachable(this.host, saidOf(text, this.words))));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      const silence = `it did not answer within ${greetingMs / 1000} s`;
      timer = setTimeout(() => reject(unreachable(this.host, this.#words, silence)), greetingMs);
    });
    try {
      const greeting = await Promise.race([told, ended, late]);
      if (!isPlainPath(greeting.folder)) {
        throw new ExpectedError('host-unreachable', `${this.host}: odd name of a temporary folder: ${greeting.folder}`);
      }
      // What the files of a login shell complained of is no reason for anything that comes.
      this.#words = '';
      return greeting;
    } finally {
      clearTimeout(timer);
      ended.catch(() => {});
      stdout.removeAllListeners('data');
    }
  }

  /** Ends ssh at once; what is there then ends by itself. */
  kill(): void {
    if (this.#isEnded || this.process.pid === undefined) return;
    try {
      // ssh and the shell that cleans up after it.
      process.kill(-this.process.pid, 'SIGKILL');
    } catch {
      // It has ended just now.
    }
  }
}

import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { abandonedPrefixes, Network, networks, printed, type NetworkName } from './network.js';
import { programNamed } from './possible.js';
import { argumentsOf, isSshd, kill } from './processes.js';
import { SshFiles } from './ssh.js';

export { whyNoLaboratory } from './possible.js';

/** Not in /tmp, which a host may have of its own. */
const scratch = '/run';
const folderPrefix = 'flimflam-laboratory-';
const here = (name: string): string => join(import.meta.dirname, '..', '..', 'test', 'laboratory', name);

/** Milliseconds between two looks at whether sshd listens, and for how long. */
const [pauseMs, mostMs] = [5, 10_000];

export interface HostOptions {
  /** Programs on PATH that are not there on this host, such as `cc` or `nginx`. */
  without?: readonly string[];
  /** Room in its /tmp, which is its own: of a host that loses power nothing shall stay here. `64k` is a disk that is full. */
  roomInTmp?: string;
}

interface LaboratoryHost {
  at: number;
  namespace: string;
  folder: string;
  options: HostOptions;
}

/**
 * Hosts `h1`, `h2`, ... that are reached with ssh: each has a network of its own, by which it reaches the others and this
 * machine, and Debian's real sshd. Files and processes are those of this machine.
 */
export async function makeLaboratory(wanted: { hosts: number }): Promise<Laboratory> {
  removeAbandoned();
  const laboratory = new Laboratory();
  try {
    await Promise.all(Array.from({ length: wanted.hosts }, () => laboratory.addHost()));
    return laboratory;
  } catch (error) {
    await laboratory[Symbol.asyncDispose]();
    throw error;
  }
}

export class Laboratory implements AsyncDisposable {
  readonly #network = new Network();
  readonly #folder = mkdtempSync(join(scratch, `${folderPrefix}${this.#network.prefix}`));
  readonly #remover = startRemover(this.#network, this.#folder);
  readonly #ssh = new SshFiles(this.#folder, programNamed('ssh')!);
  readonly #hosts = new Map<string, LaboratoryHost>();

  /** As ssh knows them; each is also `NAME.jump`, by way of the first. */
  get names(): string[] {
    return [...this.#hosts.keys()];
  }

  /** With it Flimflam, and every other program, finds the hosts. */
  get environment(): Record<string, string> {
    return { PATH: `${this.#ssh.bin}:${process.env['PATH'] ?? ''}` };
  }

  /** Adds a host and returns its name. */
  async addHost(options: HostOptions = {}): Promise<string> {
    const at = this.#hosts.size + 1;
    const name = `h${at}`;
    this.#network.addHost(at);
    const folder = this.#ssh.addHost(name, this.#network.addressOf('control', at));
    this.#hosts.set(name, { at, namespace: this.#network.namespaceOf(at), folder, options });
    await this.boot(name);
    return name;
  }

  /** IPv4 address of a host, or of this machine: the one that ssh uses, or that of the data network. */
  addressOf(name: string, network: NetworkName = 'control'): string {
    return this.#network.addressOf(network, name === 'localhost' ? null : this.#host(name).at);
  }

  /** Pulls the cables of a host, or one of them. Nobody is told: connections stay as they are, and nothing comes. */
  cut(name: string, which: readonly NetworkName[] = networks): void {
    this.#network.setCables(this.#host(name).at, 'down', which);
  }

  /** Puts them in again, and waits until the host has seen it. */
  async mend(name: string, which: readonly NetworkName[] = networks): Promise<void> {
    const { at } = this.#host(name);
    this.#network.setCables(at, 'up', which);
    // A kernel looks at the carrier of a device once a second.
    while (!this.#network.hasCarrier(at, which)) await sleep(10);
  }

  /** Lets a host send and receive at this rate at most, such as `10mbit`. Says why that cannot be, or null. */
  slow(name: string, rate: string, which: readonly NetworkName[] = networks): string | null {
    return this.#network.slow(this.#host(name).at, rate, which);
  }

  /** Ends every process on a host at once, sshd included, as when it loses power; its kernel says so to the peers. */
  async halt(name: string): Promise<void> {
    await kill(() => this.#allPids(name));
  }

  /** Starts sshd on a host on which nothing runs. */
  async boot(name: string): Promise<void> {
    const { namespace, folder, options } = this.#host(name);
    rmSync(pidFileIn(folder), { force: true });
    printed([
      ...['nsenter', `--net=/run/netns/${namespace}`, 'unshare', '--mount', 'sh', here('start-host.sh')],
      ...[programNamed('sshd')!, join(folder, 'sshd_config'), folder],
      ...(options.without ?? []).map((program) => `without=${program}`),
      `tmp=${options.roomInTmp ?? '1g'}`,
    ]);
    // It writes its process id when it listens.
    for (let waited = 0; !existsSync(pidFileIn(folder)); waited += pauseMs) {
      if (waited > mostMs) throw new Error(`sshd does not listen: ${readFileSync(join(folder, 'sshd.log'), 'utf8')}`);
      await sleep(pauseMs);
    }
  }

  /** Gives a host another key than the one that is known of it. */
  async replaceHostKey(name: string): Promise<void> {
    this.#ssh.replaceHostKey(this.#host(name).folder, this.addressOf(name));
    await this.halt(name);
    await this.boot(name);
  }

  /** Kills the ssh programs here that lead to a host: `there`, the sessions of its sshd instead. */
  async killSsh(name: string, side: 'here' | 'there' = 'here'): Promise<void> {
    if (side === 'here') return kill(() => this.#clientsOf(name));
    const listener = Number(readFileSync(pidFileIn(this.#host(name).folder), 'utf8'));
    return kill(() => this.#allPids(name).filter((pid) => pid !== listener && isSshd(pid)));
  }

  /** Process ids on a host, but for those of sshd. */
  pidsIn(name: string): number[] {
    return this.#allPids(name).filter((pid) => !isSshd(pid) && argumentsOf(pid).length > 0);
  }

  /** Command lines of the processes on a host, but for those of sshd. */
  programsIn(name: string): string[] {
    return this.pidsIn(name).map((pid) => argumentsOf(pid).join(' '));
  }

  /** `ADDRESS:PORT` of everything that listens on a host, but for its sshd. */
  listeningIn(name: string): string[] {
    const own = `${this.addressOf(name)}:22`;
    return this.#sockets(name, '-l')
      .map(({ local }) => local)
      .filter((local) => local !== own);
  }

  /** TCP connections of a host, with the processes that hold them. */
  connectionsIn(name: string): { local: string; peer: string; pids: number[] }[] {
    return this.#sockets(name, '-p');
  }

  #sockets(name: string, option: string): { local: string; peer: string; pids: number[] }[] {
    const { namespace } = this.#host(name);
    const lines = printed(['ip', 'netns', 'exec', namespace, 'ss', '-Htn', option]).split('\n').filter(Boolean);
    // Sample: `ESTAB 0 0 198.19.0.1:40000 198.19.0.2:20001 users:(("flimflam-load",pid=123,fd=5))`
    return lines.map((line) => {
      const [, , , local = '', peer = '', ...users] = line.split(/\s+/);
      return { local, peer, pids: [...users.join(' ').matchAll(/\bpid=(\d+)/g)].map(([, pid]) => Number(pid)) };
    });
  }

  /** Where a path of a host is to be found here: its /tmp is its own. Only while its sshd runs. */
  pathIn(name: string, path: string): string {
    return `/proc/${readFileSync(pidFileIn(this.#host(name).folder), 'utf8').trim()}/root${path}`;
  }

  /** Bytes that a host received and sent over one of its networks since it was made. */
  bytes(name: string, network: NetworkName): { received: number; sent: number } {
    const pid = readFileSync(pidFileIn(this.#host(name).folder), 'utf8').trim();
    // Sample: `  data: 1234 10 0 0 0 0 0 0 5678 12 0 0 0 0 0 0`
    const line = readFileSync(`/proc/${pid}/net/dev`, 'utf8').match(new RegExp(`^\\s*${network}:(.*)$`, 'm'))?.[1];
    const figures = (line ?? '').trim().split(/\s+/).map(Number);
    return { received: figures[0] ?? Number.NaN, sent: figures[8] ?? Number.NaN };
  }

  /** Ends every process on the hosts and removes them. It happens just so when this process is killed. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#remover.exitCode !== null) return;
    this.#remover.ref();
    this.#remover.stdin!.end();
    await once(this.#remover, 'exit');
  }

  #host(name: string): LaboratoryHost {
    const host = this.#hosts.get(name);
    if (host === undefined) throw new Error(`there is no host ${name} in this laboratory`);
    return host;
  }

  #allPids(name: string): number[] {
    return printed(['ip', 'netns', 'pids', this.#host(name).namespace])
      .split('\n')
      .filter(Boolean)
      .map(Number);
  }

  #clientsOf(name: string): number[] {
    return readdirSync('/proc')
      .filter((entry) => /^\d+$/.test(entry))
      .map(Number)
      .filter((pid) => {
        const words = argumentsOf(pid);
        return words.includes(this.#ssh.config) && words.includes(name);
      });
  }
}

const pidFileIn = (folder: string): string => join(folder, 'sshd.pid');

/** A process that outlives this one whatever happens to it, and removes everything when it is gone. */
function startRemover({ prefix, devices }: Network, folder: string): ChildProcess {
  const remover = spawn('sh', [here('remove.sh'), prefix, folder, ...devices], {
    stdio: ['pipe', 'ignore', 'inherit'],
    detached: true,
  });
  remover.unref();
  return remover;
}

/** What was left by processes whose remover was killed too. */
function removeAbandoned(): void {
  for (const prefix of abandonedPrefixes()) {
    const folder = readdirSync(scratch).find((name) => name.startsWith(`${folderPrefix}${prefix}`));
    const path = folder === undefined ? '' : join(scratch, folder);
    spawnSync('sh', [here('remove.sh'), prefix, path], { input: '', stdio: ['pipe', 'ignore', 'inherit'] });
  }
}

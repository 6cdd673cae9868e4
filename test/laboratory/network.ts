import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The networks between the hosts: ssh goes over the one, what is measured over the other if it is told their addresses. */
export const networks = ['control', 'data'] as const;
export type NetworkName = (typeof networks)[number];

/**
 * The range for measurements between network devices (RFC 2544), which is routed nowhere: 198.18.X.0/24 are the
 * addresses for ssh, 198.19.X.0/24 those of the data network. X tells laboratories apart that exist at once.
 */
const address = (network: NetworkName, x: number, last: number): string =>
  `198.${network === 'control' ? 18 : 19}.${x}.${last}`;
/** The last part of the addresses of the machine on which the tests run. */
const ourselves = 254;

/** What a command prints; throws with its own words when it fails. */
export function printed(argv: readonly string[], input = ''): string {
  const [program = '', ...args] = argv;
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', input });
  if (status !== 0) throw new Error(`${argv.join(' ')}: ${error?.message ?? (stderr || stdout)}`);
  return stdout;
}

const ip = (lines: readonly string[], namespace?: string): string =>
  printed(['ip', ...(namespace === undefined ? [] : ['-n', namespace]), '-batch', '-'], `${lines.join('\n')}\n`);

/**
 * Two bridges in a network namespace of their own, and a cable from each to every host and to this machine. Nothing of
 * this machine's network is touched but for two devices, which go with the namespace.
 */
export class Network {
  /** All names of namespaces begin with it. */
  readonly prefix: string;
  readonly #switch: string;
  readonly #x: number;

  constructor() {
    this.prefix = freePrefix();
    this.#switch = `${this.prefix}net`;
    try {
      withoutIpv6(this.#switch);
      ip(
        networks.map((network) => `link add name ${network} type bridge`),
        this.#switch,
      );
      this.#x = this.#plugIn();
      ip(
        networks.flatMap((network) => [
          `link set ours-${network} master ${network}`,
          `link set ours-${network} up`,
          `link set ${network} up`,
        ]),
        this.#switch,
      );
    } catch (error) {
      printed(['ip', 'netns', 'del', this.#switch]);
      throw error;
    }
  }

  /** Names of our own devices. */
  get devices(): string[] {
    return networks.map((network) => deviceOf(network, this.#x));
  }

  namespaceOf(at: number): string {
    return `${this.prefix}h${at}`;
  }

  /** IPv4 address of the host with this number, or of this machine. */
  addressOf(network: NetworkName, at: number | null): string {
    return address(network, this.#x, at ?? ourselves);
  }

  addHost(at: number): void {
    const namespace = this.namespaceOf(at);
    printed(['ip', 'netns', 'add', namespace]);
    withoutIpv6(namespace);
    ip(
      networks.map(
        (network) => `link add name ${network} netns ${namespace} type veth peer ${network}${at} netns ${this.#switch}`,
      ),
    );
    ip(
      networks.flatMap((network) => [`link set ${network}${at} master ${network}`, `link set ${network}${at} up`]),
      this.#switch,
    );
    const ends = networks.flatMap((network) => upWith(network, this.addressOf(network, at)));
    ip(['link set lo up', ...ends], namespace);
  }

  /** Pulls the cables of a host, or one of them, or puts them in again. The host sees that there is no carrier. */
  setCables(at: number, state: 'up' | 'down', which: readonly NetworkName[]): void {
    ip(
      which.map((network) => `link set ${network}${at} ${state}`),
      this.#switch,
    );
  }

  /** Whether a host has seen that its cables were put in. */
  hasCarrier(at: number, which: readonly NetworkName[]): boolean {
    const state = (network: NetworkName): string =>
      printed(['ip', '-n', this.namespaceOf(at), '-o', 'link', 'show', network]);
    return which.every((network) => state(network).includes(' state UP '));
  }

  /** Shapes both directions of cables; says why that cannot be, or null. */
  slow(at: number, rate: string, which: readonly NetworkName[]): string | null {
    for (const network of which) {
      for (const [namespace, device] of [
        [this.namespaceOf(at), network],
        [this.#switch, `${network}${at}`],
      ] as const) {
        const shaped = ['dev', device, 'root', 'tbf', 'rate', rate, 'burst', '32k', 'latency', '1s'];
        const { status, stderr, error } = spawnSync('tc', ['-n', namespace, 'qdisc', 'replace', ...shaped], {
          encoding: 'utf8',
        });
        if (status !== 0) return `tbf: ${error?.message ?? stderr.trim()}`;
      }
    }
    return null;
  }

  /** Takes the first free pair of networks; the names of our devices see to it that nobody else has taken it. */
  #plugIn(): number {
    const used = printed(['ip', '-4', '-o', 'address']) + printed(['ip', '-4', '-o', 'route']);
    for (let x = 0; x < 256; x++) {
      if (networks.some((network) => used.includes(address(network, x, 0).slice(0, -1)))) continue;
      const cables = networks.map(
        (network) => `link add name ${deviceOf(network, x)} type veth peer ours-${network} netns ${this.#switch}`,
      );
      try {
        ip(cables);
      } catch (error) {
        if (!String(error).includes('File exists')) throw error;
        // One of the two may have been free, while another laboratory goes away.
        for (const network of networks) spawnSync('ip', ['-n', this.#switch, 'link', 'del', `ours-${network}`]);
        continue;
      }
      ip(networks.flatMap((network) => upWith(deviceOf(network, x), address(network, x, ourselves))));
      return x;
    }
    throw new Error('every network in 198.18.0.0/15 is in use');
  }
}

const deviceOf = (network: NetworkName, x: number): string => `ff${x}-${network}`;

const upWith = (device: string, own: string): string[] => [
  // As `withoutIpv6`, for the devices of this machine.
  `link set ${device} addrgenmode none`,
  `address add ${own}/24 dev ${device}`,
  `link set ${device} up`,
];

/** Its announcements would be traffic that nobody asked for. */
function withoutIpv6(namespace: string): void {
  const set =
    'cd /proc/sys/net/ipv6/conf 2>/dev/null || exit 0; echo 1 >all/disable_ipv6; echo 1 >default/disable_ipv6';
  printed(['nsenter', `--net=/run/netns/${namespace}`, 'sh', '-c', set]);
}

/** Namespaces say whose they are, so that others can remove them when that process is gone. */
function freePrefix(): string {
  for (let at = 0; ; at++) {
    const prefix = `ff${process.pid}.${at}-`;
    const { status, stderr } = spawnSync('ip', ['netns', 'add', `${prefix}net`], { encoding: 'utf8' });
    if (status === 0) return prefix;
    if (!stderr.includes('File exists')) throw new Error(`ip netns add: ${stderr}`);
  }
}

/** Prefixes of the namespaces whose makers have ended without removing them. */
export function abandonedPrefixes(): string[] {
  // Sample: `ff12345.0-h1 (id: 3)`
  const names = printed(['ip', 'netns', 'list']).matchAll(/^(ff(\d+)\.\d+-)/gm);
  const abandoned = [...names].filter(([, , pid = '']) => !isRunning(pid)).map(([, prefix = '']) => prefix);
  return [...new Set(abandoned)];
}

function isRunning(pid: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8') !== '';
  } catch {
    return false;
  }
}

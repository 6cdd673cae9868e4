import type { Topology } from '../model/topology.js';
import { lineOf, type Files } from './files.js';
import type { Host } from './host.js';
import { localFiles } from './local-files.js';
import { parseOsRelease } from './os-release.js';
import type { Distribution } from './packages.js';
import { ownEnvironment, runToEnd } from './run-to-end.js';
import { readTopology } from './topology.js';
import { readVirtualisation } from './virtualisation.js';

export { readEphemeralPorts, readLimits } from './limits.js';
export { readTopology } from './topology.js';

/** What kind of machine this is; null for what it does not tell. */
export interface Machine {
  distribution: Distribution & { name: string };
  kernel: string;
  cpuModel: string | null;
  topology: Topology;
  /** Bytes. */
  memory: number;
  governor: string | null;
  turbo: boolean | null;
  smt: boolean | null;
  virtualisation: string | null;
}

/** What is read of a machine that is not this one as of this one. */
const thisOne: Pick<Host, 'look' | 'run'> = {
  look: async (read) => read(localFiles),
  run: (argv, options = {}) => runToEnd(argv, ownEnvironment(), options),
};

/** Everything about a machine that may move a figure. */
export async function readMachine(host = thisOne): Promise<Machine> {
  const [{ architecture, ...seen }, virtualisation] = await Promise.all([
    host.look(machineIn),
    readVirtualisation(host),
  ]);
  const kind = architecture ?? (await host.run(['uname', '-m'])).stdout.trim();
  return { ...seen, kernel: `Linux ${seen.kernel} ${kind}`.trim(), virtualisation };
}

/** What files tell of a machine; they tell the architecture from Linux 6.1 on. */
function machineIn(files: Files): Omit<Machine, 'virtualisation'> & { architecture: string | null } {
  const topology = readTopology(files);
  return {
    distribution: readDistribution(files),
    kernel: lineOf(files, '/proc/sys/kernel/osrelease') ?? '',
    architecture: lineOf(files, '/proc/sys/kernel/arch'),
    // Sample: `model name	: AMD EPYC`; not there on ARM.
    cpuModel: /^model name\s*: (.*)$/m.exec(files.text('/proc/cpuinfo') ?? '')?.[1]?.trim() ?? null,
    topology,
    memory: totalMemory(files.text('/proc/meminfo') ?? ''),
    governor: readGovernor(topology, files),
    turbo: readTurbo(files),
    smt: flag(lineOf(files, '/sys/devices/system/cpu/smt/active')),
  };
}

/** Bytes, from /proc/meminfo. Sample: `MemTotal:        3910000 kB`. */
function totalMemory(meminfo: string): number {
  const kilobytes = /^MemTotal:\s+(\d+) kB$/m.exec(meminfo)?.[1];
  if (kilobytes === undefined) throw new Error('/proc/meminfo tells no MemTotal');
  return Number(kilobytes) * 1024;
}

/** The distribution, from /etc/os-release or the file that stands in for it (os-release(5)). */
export function readDistribution(files = localFiles): Machine['distribution'] {
  return parseOsRelease(files.text('/etc/os-release') ?? files.text('/usr/lib/os-release') ?? '');
}

/** The cpufreq governor of the CPUs that this process may use; several are joined by `+`. */
export function readGovernor({ cpus }: Topology, files = localFiles): string | null {
  const governors = cpus.map(({ cpu }) => lineOf(files, `/sys/devices/system/cpu/cpu${cpu}/cpufreq/scaling_governor`));
  return [...new Set(governors.filter((name) => name !== null))].sort().join('+') || null;
}

/** Whether CPUs may clock above their nominal frequency. */
export function readTurbo(files = localFiles): boolean | null {
  const forbidden = flag(lineOf(files, '/sys/devices/system/cpu/intel_pstate/no_turbo'));
  return forbidden === null ? flag(lineOf(files, '/sys/devices/system/cpu/cpufreq/boost')) : !forbidden;
}

const flag = (text: string | null): boolean | null => (text === '1' ? true : text === '0' ? false : null);

import { machine as architecture, release, totalmem } from 'node:os';
import type { Topology } from '../model/topology.js';
import { parseOsRelease } from './os-release.js';
import type { Distribution } from './packages.js';
import { textOf } from './system-files.js';
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

/** Everything about the machine that may move a figure. */
export async function readMachine(root = '/'): Promise<Machine> {
  const topology = readTopology(root);
  return {
    distribution: readDistribution(root),
    kernel: `Linux ${release()} ${architecture()}`,
    // Sample: `model name	: AMD EPYC`; not there on ARM.
    cpuModel: /^model name\s*: (.*)$/m.exec(textOf(root, '/proc/cpuinfo') ?? '')?.[1]?.trim() ?? null,
    topology,
    memory: totalmem(),
    governor: readGovernor(root, topology),
    turbo: readTurbo(root),
    smt: flag(textOf(root, '/sys/devices/system/cpu/smt/active')),
    virtualisation: await readVirtualisation(),
  };
}

/** The distribution, from /etc/os-release or the file that stands in for it (os-release(5)). */
export function readDistribution(root = '/'): Machine['distribution'] {
  return parseOsRelease(textOf(root, '/etc/os-release') ?? textOf(root, '/usr/lib/os-release') ?? '');
}

/** The cpufreq governor of the CPUs that this process may use; several are joined by `+`. */
export function readGovernor(root: string, { cpus }: Topology): string | null {
  const governors = cpus.map(({ cpu }) => textOf(root, `/sys/devices/system/cpu/cpu${cpu}/cpufreq/scaling_governor`));
  return [...new Set(governors.filter((name) => name !== null))].sort().join('+') || null;
}

/** Whether CPUs may clock above their nominal frequency. */
export function readTurbo(root: string): boolean | null {
  const forbidden = flag(textOf(root, '/sys/devices/system/cpu/intel_pstate/no_turbo'));
  return forbidden === null ? flag(textOf(root, '/sys/devices/system/cpu/cpufreq/boost')) : !forbidden;
}

const flag = (text: string | null): boolean | null => (text === '1' ? true : text === '0' ? false : null);

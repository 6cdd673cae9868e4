import type { Topology } from '../model/topology.js';
import { parseCpuList } from '../units/cpu-list.js';
import { lineOf, type Files } from './files.js';
import { localFiles } from './local-files.js';

const cpuFolder = '/sys/devices/system/cpu';

/** The CPUs that this process may use, with core and NUMA node (sysfs). */
export function readTopology(files: Files = localFiles): Topology {
  const allowed = parseCpuList(field(files.text('/proc/self/status') ?? '', 'Cpus_allowed_list') ?? '0');
  // The mask of a process may hold CPUs that the machine could have but has not (hotplug).
  const online = lineOf(files, `${cpuFolder}/online`);
  const present = new Set(online === null ? allowed : parseCpuList(online));
  return { cpus: allowed.filter((cpu) => present.has(cpu)).map((cpu) => describe(files, cpu)) };
}

function describe(files: Files, cpu: number): Topology['cpus'][number] {
  const folder = `${cpuFolder}/cpu${cpu}`;
  const read = (name: string): string | null => lineOf(files, `${folder}/topology/${name}`);
  const [location, core] = [read('physical_package_id'), read('core_id')];
  const node = files.names(folder).find((name) => /^node\d+$/.test(name));
  return {
    cpu,
    // Where the kernel does not tell, every CPU counts as a core of its own.
    core: location === null || core === null ? `0:cpu${cpu}` : `${location}:${core}`,
    node: Number(node?.slice('node'.length) ?? 0),
  };
}

/** A field of /proc/PID/status. */
export function field(status: string, name: string): string | null {
  return new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(status)?.[1] ?? null;
}

import { localFiles } from './local-files.js';

const cpuFolder = '/sys/devices/system/cpu';

/**
 * How often the CPUs were slowed down because they were hot, since the machine started: the sum of
 * thermal_throttle/core_throttle_count over all CPUs. Null where the kernel does not count it (other than Intel, guests).
 */
export function readThrottleCount(files = localFiles): number | null {
  const counts = files
    .names(cpuFolder)
    .filter((name) => /^cpu\d+$/.test(name))
    .map((name) => files.text(`${cpuFolder}/${name}/thermal_throttle/core_throttle_count`))
    .filter((text) => text !== null);
  return counts.length === 0 ? null : counts.reduce((sum, text) => sum + Number(text), 0);
}

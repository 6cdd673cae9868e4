import { lineOf } from './files.js';
import { localFiles } from './local-files.js';

const cpuFolder = '/sys/devices/system/cpu';

/** The current frequency in Hz, mean of all CPUs: cpufreq's word, else that of /proc/cpuinfo; null if neither tells. */
export function readFrequency(files = localFiles): number | null {
  const kilohertz = files
    .names(cpuFolder)
    .filter((name) => /^cpu\d+$/.test(name))
    .map((name) => Number(lineOf(files, `${cpuFolder}/${name}/cpufreq/scaling_cur_freq`) ?? NaN))
    .filter((value) => value > 0);
  if (kilohertz.length > 0) return Math.round(mean(kilohertz) * 1e3);
  const megahertz = parseMegahertz(files.text('/proc/cpuinfo') ?? '');
  return megahertz.length > 0 ? Math.round(mean(megahertz) * 1e6) : null;
}

/** Frequencies in MHz from /proc/cpuinfo (x86 only). Sample: `cpu MHz		: 2445.434`. */
export function parseMegahertz(text: string): number[] {
  return [...text.matchAll(/^cpu MHz\s*: ([\d.]+)$/gm)].map(([, value]) => Number(value));
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

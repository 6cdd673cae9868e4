import { namesIn, textOf } from './system-files.js';

const cpuFolder = '/sys/devices/system/cpu';

/** The current frequency in Hz, mean of all CPUs: cpufreq's word, else that of /proc/cpuinfo; null if neither tells. */
export function readFrequency(root = '/'): number | null {
  const kilohertz = namesIn(root, cpuFolder)
    .filter((name) => /^cpu\d+$/.test(name))
    .map((name) => Number(textOf(root, `${cpuFolder}/${name}/cpufreq/scaling_cur_freq`) ?? NaN))
    .filter((value) => value > 0);
  if (kilohertz.length > 0) return Math.round(mean(kilohertz) * 1e3);
  const megahertz = parseMegahertz(textOf(root, '/proc/cpuinfo') ?? '');
  return megahertz.length > 0 ? Math.round(mean(megahertz) * 1e6) : null;
}

/** Frequencies in MHz from /proc/cpuinfo (x86 only). Sample: `cpu MHz		: 2445.434`. */
export function parseMegahertz(text: string): number[] {
  return [...text.matchAll(/^cpu MHz\s*: ([\d.]+)$/gm)].map(([, value]) => Number(value));
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

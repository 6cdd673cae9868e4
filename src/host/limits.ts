import { localFiles } from './local-files.js';

/** Open files that this process may have; Infinity if unlimited. */
export interface Limits {
  soft: number;
  hard: number;
}

/** How many files this process may have open (RLIMIT_NOFILE, from /proc/self/limits). */
export function readLimits(files = localFiles): Limits {
  // Without /proc there is no ground to refuse anything.
  return parseLimits(files.text('/proc/self/limits') ?? '') ?? { soft: Infinity, hard: Infinity };
}

/** Reads /proc/PID/limits. Sample: `Max open files            20000                20000                files     `. */
export function parseLimits(text: string): Limits | null {
  const [, soft, hard] = /^Max open files +(\S+) +(\S+)/m.exec(text) ?? [];
  return soft === undefined || hard === undefined ? null : { soft: count(soft), hard: count(hard) };
}

const count = (value: string): number => (value === 'unlimited' ? Infinity : Number(value));

/** Ports that the kernel gives to outgoing connections; the default of Linux if it cannot be read. */
export function readEphemeralPorts(files = localFiles): { low: number; high: number } {
  const text = files.text('/proc/sys/net/ipv4/ip_local_port_range') ?? '32768 60999';
  const [low = 32768, high = 60999] = text.trim().split(/\s+/).map(Number);
  return { low, high };
}

import { cpus } from 'node:os';
import { readPerfPermission } from './perf-permission.js';
import { localFiles } from './local-files.js';
import { field } from './topology.js';

// include/uapi/linux/capability.h
const capIpcLock = 14n;

/**
 * MB of buffer that perf may have for each CPU when there is much to write, a power of two; null for a user to whom the
 * kernel gives no more than perf takes by itself (kernel.perf_event_mlock_kb, some 0.5 MB).
 */
export function perfBufferMegabytes(count = cpus().length, files = localFiles): number | null {
  const status = files.text('/proc/self/status') ?? '';
  const effective = BigInt(`0x${field(status, 'CapEff') ?? '0'}`);
  const { paranoid, privileged } = readPerfPermission(files);
  // The condition of perf_mmap() in kernel/events/core.c. Root of a container often has the one capability and not the
  // other, or both only in a namespace of its own, where they do not count.
  const mayLock = (privileged && ((effective >> capIpcLock) & 1n) === 1n) || (paranoid ?? 0) < 0;
  return mayLock ? shareOf(count) : null;
}

/**
 * A relay makes up to 200,000 system calls a second on a CPU, of some 220 bytes each, entry and return: 16 MB are
 * enough for a third of a second in which perf gets no CPU. On machines with many CPUs all buffers together stay within
 * 512 MB, or 1 MB a CPU: memory of the kernel, held for the whole run.
 */
function shareOf(count: number): number {
  const most = Math.min(16, Math.max(1, 512 / count));
  return 2 ** Math.floor(Math.log2(most));
}

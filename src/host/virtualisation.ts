import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { outputOf } from './output-of.js';
import { textOf } from './system-files.js';

/** What stands between this process and the hardware, such as `docker in kvm`; null if nothing that can be seen. */
export async function readVirtualisation(): Promise<string | null> {
  const [container, machine] = await Promise.all([detect('--container'), detect('--vm')]);
  if (container === null || machine === null) return guessVirtualisation();
  return described(container, machine);
}

/** Systemd's word (`none` comes with exit code 1); null if systemd-detect-virt is not there. */
async function detect(option: '--vm' | '--container'): Promise<string | null> {
  const { text } = await outputOf(['systemd-detect-virt', option]);
  const word = text.trim();
  return /^[\w-]+$/.test(word) ? word : null;
}

/** The same without systemd: the marks that containers leave, and the CPU's hypervisor flag. */
export function guessVirtualisation(root = '/'): string | null {
  const container = existsSync(join(root, '/run/.containerenv'))
    ? 'podman'
    : existsSync(join(root, '/.dockerenv'))
      ? 'docker'
      : 'none';
  const guest = /^flags\s*:.*\bhypervisor\b/m.test(textOf(root, '/proc/cpuinfo') ?? '');
  const vendor = textOf(root, '/sys/class/dmi/id/sys_vendor') ?? 'virtual machine';
  return described(container, guest ? vendor : 'none');
}

function described(container: string, machine: string): string | null {
  return [container, machine].filter((word) => word !== 'none').join(' in ') || null;
}

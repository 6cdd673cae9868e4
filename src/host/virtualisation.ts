import { lineOf, type Files } from './files.js';
import type { Host } from './host.js';
import { localFiles } from './local-files.js';

/** Milliseconds; systemd-detect-virt needs less than 10. */
const patience = 5000;

/** What stands between the processes of a host and its hardware, such as `docker in kvm`; null if nothing that can be seen. */
export async function readVirtualisation(host: Pick<Host, 'look' | 'run'>): Promise<string | null> {
  /** Systemd's word (`none` comes with exit code 1); null if systemd-detect-virt is not there. */
  const detect = async (option: '--vm' | '--container'): Promise<string | null> => {
    const { stdout } = await host.run(['systemd-detect-virt', option], { timeout: patience });
    const word = stdout.trim();
    return /^[\w-]+$/.test(word) ? word : null;
  };
  const [container, machine] = await Promise.all([detect('--container'), detect('--vm')]);
  if (container === null || machine === null) return host.look(guessVirtualisation);
  return described(container, machine);
}

/** The same without systemd: the marks that containers leave, and the CPU's hypervisor flag. */
export function guessVirtualisation(files: Files = localFiles): string | null {
  const container = files.exists('/run/.containerenv') ? 'podman' : files.exists('/.dockerenv') ? 'docker' : 'none';
  const guest = /^flags\s*:.*\bhypervisor\b/m.test(files.text('/proc/cpuinfo') ?? '');
  const vendor = lineOf(files, '/sys/class/dmi/id/sys_vendor') ?? 'virtual machine';
  return described(container, guest ? vendor : 'none');
}

function described(container: string, machine: string): string | null {
  return [container, machine].filter((word) => word !== 'none').join(' in ') || null;
}

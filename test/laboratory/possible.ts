import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Of ordinary users sbin is not on PATH. */
const places = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin'];
export const programNamed = (name: string): string | undefined =>
  places.map((folder) => join(folder, name)).find((path) => existsSync(path));

/** Why there can be no laboratory on this machine, in a sentence; null where there can be. */
export function whyNoLaboratory(): string | null {
  if (process.getuid?.() !== 0) return 'network namespaces take root';
  const needed = ['ip', 'ss', 'ssh', 'ssh-keygen', 'sshd', 'nsenter', 'unshare', 'mount'];
  const missing = needed.filter((name) => programNamed(name) === undefined);
  if (missing.length > 0) return `${missing.join(', ')}: not on PATH`;
  // A kernel or a container may forbid namespaces, bridges, cables between them, and mounts, each by itself.
  const trial = 'ip link add name a type bridge && ip link add name b type veth peer c && mount -t sysfs sysfs /sys';
  const { status, stderr } = spawnSync('unshare', ['--net', '--mount', 'sh', '-c', trial], { encoding: 'utf8' });
  return status === 0 ? null : `namespaces with a network are not permitted: ${stderr.trim()}`;
}

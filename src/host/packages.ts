import type { PackageManager, ProgramSpec } from '../model/program.js';

/** A distribution as /etc/os-release names it: its own ID, and the ones it descends from. */
export interface Distribution {
  id: string;
  idLike: readonly string[];
}

const families: Readonly<Record<PackageManager, readonly string[]>> = {
  apt: ['debian', 'ubuntu'],
  dnf: ['fedora', 'rhel', 'centos'],
};

/** The package manager of a distribution; null for one that Flimflam does not know. */
export function packageManager({ id, idLike }: Distribution): PackageManager | null {
  const names = new Set([id, ...idLike]);
  const managers = Object.keys(families) as PackageManager[];
  return managers.find((manager) => families[manager].some((name) => names.has(name))) ?? null;
}

const commands: Readonly<Record<PackageManager, string>> = { apt: 'sudo apt-get install', dnf: 'sudo dnf install' };

/** What the user should type to have the program: a command, or else advice in words. */
export function installLine(spec: ProgramSpec, manager: PackageManager | null): string {
  const names = manager === null ? null : spec.packages[manager];
  if (manager !== null && names !== null) return `${commands[manager]} ${names}`;
  return spec.advice ?? `install the package that has ${spec.executable}`;
}

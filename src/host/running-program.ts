import { readlinkSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { ProgramSpec } from '../model/program.js';
import type { Environment } from '../model/summary.js';
import { readBuildId } from './elf.js';
import { programVersion } from './programs.js';

/**
 * The executable of a process that somebody else started; null where we may not look. Its version is asked for only where
 * its file is still there under its name: in a container that name may be another file of ours.
 */
export async function runningProgram(
  pid: number,
  spec: ProgramSpec,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Environment['relay']> {
  const link = `/proc/${pid}/exe`;
  try {
    const path = readlinkSync(link);
    const build_id = readBuildId(link);
    const asks = basename(path) === spec.executable && isSameFile(link, path);
    return { path, build_id, version: asks ? await programVersion(spec, path, environment) : null };
  } catch {
    return null;
  }
}

function isSameFile(one: string, other: string): boolean {
  const [a, b] = [one, other].map((path) => statSync(path, { throwIfNoEntry: false }));
  return a !== undefined && b !== undefined && a.ino === b.ino && a.dev === b.dev;
}

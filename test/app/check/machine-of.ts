import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { firstExecutable, placesOf } from '../../../src/host/programs.js';

export interface FakeMachine {
  folder: string;
  environment: Record<string, string>;
  remove: () => void;
}

/**
 * A folder with programs of these names that only print a version, and some real ones of this machine; with an environment
 * that finds no others on PATH.
 */
export function machineOf(programs: readonly string[], real: readonly string[]): FakeMachine {
  const folder = mkdtempSync(join(tmpdir(), 'flimflam-machine-of-'));
  const words = 'nginx version: nginx/1.2.3\niperf 1.2.3';
  for (const name of programs) writeFileSync(join(folder, name), `#!/bin/sh\necho '${words}'\n`, { mode: 0o755 });
  for (const name of real) {
    symlinkSync(firstExecutable(placesOf(name, (process.env['PATH'] ?? '').split(delimiter)))!, join(folder, name));
  }
  return { folder, environment: { PATH: folder }, remove: () => rmSync(folder, { recursive: true }) };
}

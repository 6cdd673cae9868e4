import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { filesAt } from '../../src/host/local-files.js';
import { otherGuardians } from '../../src/host/other-runs.js';

const folder = mkdtempSync(join(tmpdir(), 'flimflam-other-runs-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A machine with these processes: id, name, and that of the parent. */
function machine(name: string, processes: readonly (readonly [pid: number, comm: string, parent: number])[]) {
  for (const [pid, comm, parent] of processes) {
    const home = join(folder, name, 'proc', String(pid));
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, 'comm'), `${comm}\n`);
    writeFileSync(join(home, 'stat'), `${pid} (${comm}) S ${parent} ${pid} ${pid} 0 -1${' 0'.repeat(44)}\n`);
  }
  return filesAt(join(folder, name));
}

const own = new Set([7]);
const guardian = 'flimflam-guardi';

test('our own guardian is no other one, nor is its child before that has become a program', () => {
  const files = machine('ours', [
    [7, guardian, 5],
    [8, guardian, 7],
    [9, 'nginx', 7],
  ]);
  expect(otherGuardians(files, own)).toBe(false);
});

test('a guardian of somebody else is', () => {
  const files = machine('theirs', [
    [7, guardian, 5],
    [20, guardian, 19],
  ]);
  expect(otherGuardians(files, own)).toBe(true);
});

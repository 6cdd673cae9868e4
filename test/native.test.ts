import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const native = join(import.meta.dirname, '..', 'native');

// Those that take longest, and all of them with the thread sanitizer and without any, run by hand: make -C native check.
test('the checks of the native programs', { timeout: 400_000 }, () => {
  // A folder of its own, so that the programs in use are not touched.
  const folder = mkdtempSync(join(tmpdir(), 'flimflam-native-'));
  try {
    // Not the flags of a make that may have called us.
    const { MAKEFLAGS: _, MFLAGS: __, ...environment } = process.env;
    // The longest first: they wait most of the time, so three at once leave CPUs to spare.
    const checks = ['-j3', 'check-once', 'CHECKS=requests tls through network sampler guardian'];
    const { status, stdout, stderr } = spawnSync('make', ['-s', '-C', native, ...checks, `BUILD=${folder}`], {
      encoding: 'utf8',
      env: environment,
    });
    expect(status, `${stdout}\n${stderr}`).toBe(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

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
    const checks = ['-j2', 'check-once', 'CHECKS=guardian network requests sampler through tls'];
    const { status, stdout, stderr } = spawnSync('make', ['-s', '-C', native, ...checks, `BUILD=${folder}`], {
      encoding: 'utf8',
      env: environment,
    });
    expect(status, `${stdout}\n${stderr}`).toBe(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

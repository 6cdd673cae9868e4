import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const native = join(import.meta.dirname, '..', 'native');

// About 25 s: everything is compiled twice, the second time with sanitizers where the compiler has them.
test('the checks of the native programs', { timeout: 300_000 }, () => {
  // A folder of its own, so that the programs in use are not touched.
  const folder = mkdtempSync(join(tmpdir(), 'flimflam-native-'));
  try {
    // Not the flags of a make that may have called us.
    const { MAKEFLAGS: _, MFLAGS: __, ...environment } = process.env;
    const { status, stdout, stderr } = spawnSync('make', ['-s', '-C', native, 'check', `BUILD=${folder}`], {
      encoding: 'utf8',
      env: environment,
    });
    expect(status, `${stdout}\n${stderr}`).toBe(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

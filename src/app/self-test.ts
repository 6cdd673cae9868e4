import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { ExpectedError } from '../errors.js';
import { packageRoot } from '../host/package-root.js';

const reportSchema = z.object({
  success: z.boolean(),
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numFailedTestSuites: z.int(),
  numPendingTests: z.int(),
});

/** Runs the test suite; its own output goes to the terminal. A file that could not be loaded counts as a failed test. */
export function selfTest(filters: readonly string[]): { passed: number; failed: number; skipped: number } {
  const runner = join(packageRoot, 'node_modules', 'vitest', 'vitest.mjs');
  if (!existsSync(runner)) {
    throw new ExpectedError('no-tests', 'the test runner is not installed', 'run self-test in a checkout of Flimflam');
  }
  const folder = mkdtempSync(join(tmpdir(), 'flimflam-self-test-'));
  const report = join(folder, 'report.json');
  try {
    const { status } = spawnSync(
      process.execPath,
      [
        runner,
        'run',
        '--reporter=default',
        `--reporter=${join(packageRoot, 'test', 'skipped-reporter.ts')}`,
        '--reporter=json',
        `--outputFile.json=${report}`,
        ...filters,
      ],
      { cwd: packageRoot, stdio: ['ignore', 'inherit', 'inherit'] },
    );
    if (!existsSync(report)) throw new ExpectedError('no-report', 'the test runner ended without a report');
    const result = reportSchema.parse(JSON.parse(readFileSync(report, 'utf8')));
    const broken =
      result.numFailedTests === 0 && (status !== 0 || !result.success) ? Math.max(1, result.numFailedTestSuites) : 0;
    return { passed: result.numPassedTests, failed: result.numFailedTests + broken, skipped: result.numPendingTests };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

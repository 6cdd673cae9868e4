import type { Reporter, TestModule } from 'vitest/node';

/** Says at the end which tests were skipped, and why: a skipped test is not a passed one. */
export default class SkippedReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    for (const module of modules) {
      for (const test of module.children.allTests('skipped')) {
        const result = test.result();
        const why = result.state === 'skipped' ? (result.note ?? 'no reason was given') : '';
        process.stdout.write(`skipped: ${test.fullName}: ${why}\n`);
      }
    }
  }
}

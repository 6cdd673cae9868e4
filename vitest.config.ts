import { defineConfig } from 'vitest/config';

/** Tests without processes, clocks or mocks of modules: they share the modules that a worker has loaded. */
const pure = ['captures', 'model', 'relays', 'report', 'scenario', 'stats', 'units', 'workloads'].map(
  (folder) => `test/${folder}/**/*.test.ts`,
);
/** Tests that start whole programs. */
const programs = ['test/e2e/**/*.test.ts', 'test/*.test.ts'];
/** Tests of pages in a browser, which each process starts once. */
const pages = ['test/browser/**/*.test.ts'];
/** Of the programs those whose figures must not be disturbed by the next file, or that repeat each run that was. */
const alone = [
  'test/e2e/bisect.test.ts',
  'test/e2e/calibrate.test.ts',
  'test/e2e/capacity.test.ts',
  'test/e2e/capture-faults.test.ts',
  'test/e2e/captures.test.ts',
  'test/e2e/compare-several.test.ts',
  'test/e2e/compare.test.ts',
  'test/e2e/explain.test.ts',
  'test/e2e/sweep.test.ts',
  'test/native.test.ts',
];

const common = { testTimeout: 60_000, hookTimeout: 60_000, maxWorkers: '100%' };

// See docs/decisions/0007-which-tests-run-at-once.md.
export default defineConfig({
  test: {
    projects: [
      { test: { ...common, name: 'pure', include: pure, isolate: false, sequence: { groupOrder: 0 } } },
      {
        test: {
          ...common,
          name: 'parts',
          include: ['test/**/*.test.ts'],
          exclude: [...pure, ...programs, ...pages],
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...common,
          name: 'pages',
          include: pages,
          isolate: false,
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          ...common,
          name: 'programs',
          include: programs,
          exclude: alone,
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          ...common,
          name: 'alone',
          include: alone,
          fileParallelism: false,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});

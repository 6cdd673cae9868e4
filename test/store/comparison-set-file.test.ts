import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ComparisonSet } from '../../src/model/comparison-set.js';
import { runFoldersIn, removeRunFolders } from '../../src/store/clean.js';
import { writeComparison } from '../../src/store/comparison-file.js';
import { hasComparisonSet, readComparisonSet, writeComparisonSet } from '../../src/store/comparison-set-file.js';
import { createComparisonFolder, createPartFolder } from '../../src/store/run-folder.js';
import { someComparisons } from '../fixtures/comparisons.js';
import { temporaryFolder } from './temporary.js';

const set: ComparisonSet = {
  schema_version: 1,
  id: '20261123-101502-compare-3f2a',
  started: '2026-11-23T10:15:02.000Z',
  comparisons: [
    { workload: 'builtin', folder: 'builtin' },
    { workload: 'builtin-rr', folder: 'builtin-rr' },
  ],
};

test('what was written is read again', () => {
  const folder = temporaryFolder();
  expect(hasComparisonSet(folder)).toBe(false);
  writeComparisonSet(folder, set);
  expect(hasComparisonSet(folder)).toBe(true);
  expect(readComparisonSet(folder)).toEqual(set);
});

test('no file leads out of its folder', () => {
  const folder = temporaryFolder();
  const elsewhere = { ...set, comparisons: [set.comparisons[0], { workload: 'iperf3', folder: '../elsewhere' }] };
  writeFileSync(join(folder, 'comparisons.json'), JSON.stringify(elsewhere));
  expect(() => readComparisonSet(folder)).toThrow(/comparisons\.1\.folder/u);
});

test('the folders are closed to others, and clean knows whether all have come to their end', () => {
  const parent = temporaryFolder();
  const { id, path } = createComparisonFolder(parent, new Date());
  const [first, second] = someComparisons({ workload: 'builtin' }, { workload: 'builtin-rr' });
  const parts = ['builtin', 'builtin-rr'].map((name) => createPartFolder(path, name));
  expect(parts[1]).toEqual({ id: `${id}/builtin-rr`, path: join(path, 'builtin-rr') });
  expect(statSync(parts[1]!.path).mode & 0o777).toBe(0o700);
  writeComparison(parts[0]!.path, first);
  writeComparison(parts[1]!.path, { ...second!, ended: null, status: 'interrupted' });
  writeComparisonSet(path, { ...set, id });
  mkdirSync(join(parent, 'mine'));
  expect(runFoldersIn(parent)).toEqual([path]);
  // This process made it, and lives.
  expect(removeRunFolders(parent).kept).toEqual([path]);
  writeComparison(parts[1]!.path, second!);
  expect(removeRunFolders(parent)).toEqual({ removed: [path], kept: [] });
});

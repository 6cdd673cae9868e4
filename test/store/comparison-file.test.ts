import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { hasComparison, readComparison, writeComparison } from '../../src/store/comparison-file.js';
import { createComparisonFolder } from '../../src/store/run-folder.js';
import { runFoldersIn } from '../../src/store/clean.js';
import { aComparison } from '../fixtures/comparison.js';
import { temporaryFolder } from './temporary.js';

test('what is written is read back, and nothing else is left in the folder', () => {
  const folder = temporaryFolder();
  expect(hasComparison(folder)).toBe(false);
  writeComparison(folder, aComparison({ made: 1 }));
  writeComparison(folder, aComparison());
  expect(hasComparison(folder)).toBe(true);
  expect(readComparison(folder)).toEqual(aComparison());
  expect(readdirSync(folder)).toEqual(['comparison.json']);
});

test('a comparison that does not fit the schema is a bug, and the old one stays', () => {
  const folder = temporaryFolder();
  writeComparison(folder, aComparison());
  expect(() => writeComparison(folder, { ...aComparison(), margin: NaN })).toThrow(
    expect.objectContaining({ name: 'ZodError' }),
  );
  expect(readComparison(folder)).toEqual(aComparison());
});

test('other folders, damaged and changed files are refused in one sentence', () => {
  const folder = temporaryFolder();
  expect(() => readComparison(folder)).toThrow(expect.objectContaining({ code: 'no-run' }));
  writeFileSync(join(folder, 'comparison.json'), '{');
  expect(() => readComparison(folder)).toThrow(expect.objectContaining({ code: 'unreadable-run' }));
  writeFileSync(join(folder, 'comparison.json'), JSON.stringify({ ...aComparison(), seed: 'x' }));
  expect(() => readComparison(folder)).toThrow(/is not what Flimflam writes: seed: /u);
});

test('the folder of a comparison is closed to others, leaves latest alone, and is one that clean knows', () => {
  const parent = temporaryFolder();
  const { path } = createComparisonFolder(parent, new Date('2026-11-23T10:15:02.987Z'));
  expect(basename(path)).toMatch(/^20261123-101502-compare-[0-9a-f]{4}$/u);
  expect(statSync(path).mode & 0o777).toBe(0o700);
  expect(readdirSync(parent)).toEqual([basename(path)]);
  expect(runFoldersIn(parent)).toEqual([path]);
});

import { expect, test } from 'vitest';
import { c2c, topOfCacheLines } from '../../src/captures/c2c.js';
import { memoryFixture, options } from './memory-fixture.js';

const text = memoryFixture('c2c');

test('the totals that are not zero, then the first lines under their headings', () => {
  const lines = topOfCacheLines(text)?.split('\n') ?? [];
  expect(lines.slice(0, 3)).toEqual([
    'Total records                     :       4518',
    'Locked Load/Store Operations      :        228',
    'Load Operations                   :       3663',
  ]);
  expect(lines.some((line) => /Loads - IO|Remote HITM/.test(line))).toBe(false);
  const table = lines.slice(lines.indexOf('') + 1);
  expect(table[0]).toMatch(/^Cache lines that CPUs share: the first 15 of \d+$/);
  expect(table[1]).toMatch(/^ {8}-+ Cacheline -+ +Tot +-+ Load Hitm -+/);
  expect(table[2]).toMatch(/^ Index +Address +Node +PA cnt +Hitm +Total +LclHitm +RmtHitm +records +Loads$/);
  expect(table.slice(3)).toHaveLength(15);
  expect(table.slice(3).map((row) => Number(row.trim().split(/\s+/)[0]))).toEqual([...Array(15).keys()]);
  // Rows stand under their headings as perf put them.
  const end = (line = '', word: RegExp) => (line.match(word)?.index ?? 0) + (line.match(word)?.[0].length ?? 0);
  const ends = new Set(table.slice(3).map((row) => end(row, /0x\w+/)));
  expect([...ends]).toEqual([end(table[2], /Address/)]);
});

test('accesses, but no cache line that CPUs share', () => {
  const quiet = text.replaceAll(/^ +\d+ +0x[0-9a-f]+ .*%.*\n/gm, '');
  expect(topOfCacheLines(quiet)?.split('\n').at(-1)).toBe('No load met a cache line that another CPU had modified.');
});

test('nothing was sampled', () => {
  expect(topOfCacheLines(memoryFixture('c2c-empty'))).toBeNull();
  expect(topOfCacheLines('')).toBeNull();
  expect(topOfCacheLines('\u0000 rubbish\n=====\n')).toBeNull();
});

test('a text that is cut off gives what is there', () => {
  expect(topOfCacheLines(text.slice(0, text.indexOf('Global Shared')))).toMatch(/^Total records/);
});

test('options for perf record stand behind --, where c2c does not take -k for --all-kernel', () => {
  expect(c2c.perf({ ...options, extra: ['-m', '256'] }, [])).toEqual(['c2c', 'record', '--', '-m', '256']);
  expect(c2c.needs(options)).toEqual(['cache-lines']);
});

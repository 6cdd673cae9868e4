import { mkdirSync, readlinkSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { createBenchFolder, createRunFolder } from '../../src/store/run-folder.js';
import { writing } from '../../src/store/write-error.js';
import { temporaryFolder } from './temporary.js';

const names = { workload: 'h2load-h1', relay: 'skrouterd', protocol: 'http1' } as const;
const started = new Date('2026-11-23T10:15:02.987Z');

const raise = (error: Error): never => {
  throw error;
};

test('a run folder is named for its time and scenario, and closed to others', () => {
  const parent = join(temporaryFolder(), 'deep', 'runs');
  const { id, path } = createRunFolder(parent, names, started);
  expect(id).toMatch(/^20261123-101502-h2load-h1-skrouterd-http1-[0-9a-f]{4}$/u);
  expect(path).toBe(join(parent, id));
  expect(statSync(path).mode & 0o777).toBe(0o700);
  expect(readdirSync(path)).toEqual(['.flimflam-run']);
});

test('latest points to the newest run, relative to its parent, and a bench leaves it there', () => {
  const parent = temporaryFolder();
  createRunFolder(parent, names, started);
  const { id } = createRunFolder(parent, names, started);
  const bench = createBenchFolder(parent, started);
  expect(basename(bench.path)).toMatch(/^20261123-101502-bench-[0-9a-f]{4}$/u);
  expect(readlinkSync(join(parent, 'latest'))).toBe(id);
  expect(readdirSync(parent).filter((name) => name.startsWith('.'))).toEqual([]);
});

test('a latest that leads nowhere is replaced', () => {
  const parent = temporaryFolder();
  symlinkSync('gone', join(parent, 'latest'));
  expect(readlinkSync(join(createRunFolder(parent, names, started).path, '..', 'latest'))).not.toBe('gone');
});

test('a latest that is no link is left alone', () => {
  const parent = temporaryFolder();
  writeFileSync(join(parent, 'latest'), 'mine');
  createRunFolder(parent, names, started);
  expect(statSync(join(parent, 'latest')).isFile()).toBe(true);
  const other = temporaryFolder();
  mkdirSync(join(other, 'latest'));
  createRunFolder(other, names, started);
  expect(statSync(join(other, 'latest')).isDirectory()).toBe(true);
});

test.each([
  ['a file', 'it is a file, not a folder'],
  ['a file/below', 'a part of this path is a file, not a folder'],
])('a parent that is %s is refused', (inner, reason) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'a file'), '');
  const parent = join(folder, inner);
  expect(() => createRunFolder(parent, names, started)).toThrow(
    expect.objectContaining({
      name: 'ExpectedError',
      code: 'cannot-write',
      message: `cannot write in ${parent}: ${reason}`,
      remedy: expect.stringContaining('--output DIR'),
    }),
  );
});

test('a parent that is a link to nothing is refused', () => {
  const folder = temporaryFolder();
  symlinkSync('gone', join(folder, 'runs'));
  expect(() => createRunFolder(join(folder, 'runs'), names, started)).toThrow(
    expect.objectContaining({ name: 'ExpectedError' }),
  );
});

test.each([
  ['EROFS', /read-only file system/u],
  ['ENOSPC', /no space left/u],
  ['EACCES', /permission denied/u],
  ['EDQUOT', /quota/u],
])('%s is told in words, with its cause', (code, words) => {
  const cause = Object.assign(new Error('system'), { code });
  expect(() => writing('/runs', () => raise(cause))).toThrow(
    expect.objectContaining({ message: expect.stringMatching(words), cause }),
  );
});

test('what is not a refusal of the disk stays a bug', () => {
  expect(() => writing('/runs', () => raise(new TypeError('bug')))).toThrow(TypeError);
});

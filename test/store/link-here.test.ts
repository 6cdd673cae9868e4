import { readFileSync, readlinkSync, readdirSync, writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { linkHere } from '../../src/store/link-here.js';
import { temporaryFolder } from './temporary.js';

test('the link is relative, and what was there before is kept under the other name', () => {
  const folder = temporaryFolder();
  for (const run of ['one', 'two', 'three']) {
    mkdirSync(join(folder, run));
    writeFileSync(join(folder, run, 'perf.data'), run);
  }
  linkHere(folder, 'perf.data', join(folder, 'one', 'perf.data'), 'perf.data.old');
  expect(readdirSync(folder)).not.toContain('perf.data.old');
  linkHere(folder, 'perf.data', join(folder, 'two', 'perf.data'), 'perf.data.old');
  linkHere(folder, 'perf.data', join(folder, 'three', 'perf.data'), 'perf.data.old');
  expect(readlinkSync(join(folder, 'perf.data'))).toBe('three/perf.data');
  expect(readFileSync(join(folder, 'perf.data'), 'utf8')).toBe('three');
  expect(readFileSync(join(folder, 'perf.data.old'), 'utf8')).toBe('two');
});

test("a file of the user's own is kept too", () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'perf.data'), 'mine');
  linkHere(folder, 'perf.data', join(folder, 'run', 'perf.data'), 'perf.data.old');
  expect(readFileSync(join(folder, 'perf.data.old'), 'utf8')).toBe('mine');
});

test('a folder that refuses is an expected error', () => {
  expect(() => linkHere('/proc', 'perf.data', '/tmp/perf.data', 'perf.data.old')).toThrow(
    expect.objectContaining({ code: 'cannot-write' }),
  );
});

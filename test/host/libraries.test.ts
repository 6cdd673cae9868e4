import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { buildIdOf, mappedBinaries, wouldLoad } from '../../src/host/libraries.js';

const folder = mkdtempSync(join(tmpdir(), 'flimflam-libraries-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('names the executable first, then its libraries, with build ids', () => {
  const [executable, ...libraries] = mappedBinaries(process.pid);
  expect(executable).toEqual({ path: process.execPath, build_id: buildIdOf(process.execPath) });
  const libc = libraries.find(({ path }) => /\/libc\./.test(path));
  expect(libc?.build_id).toMatch(/^[0-9a-f]{8,}$/);
});

test('an executable that was deleted is still known by its build id', async () => {
  const copy = join(folder, 'sleeper');
  copyFileSync('/bin/sleep', copy);
  const child = spawn(copy, ['30']);
  await once(child, 'spawn');
  rmSync(copy);
  const [executable] = mappedBinaries(child.pid ?? 0);
  child.kill('SIGKILL');
  await once(child, 'close');
  expect(executable).toEqual({ path: `${copy} (deleted)`, build_id: buildIdOf('/bin/sleep') });
});

test('a process that is gone has nothing mapped', () => {
  expect(mappedBinaries(2 ** 22 + 1)).toEqual([]);
});

test('LD_LIBRARY_PATH decides about what would be loaded, and nothing is started', () => {
  const [source, program] = [join(folder, 'x.c'), join(folder, 'program')];
  writeFileSync(source, 'int f(void) { return 1; }\n');
  execFileSync('cc', ['-shared', '-fPIC', '-o', join(folder, 'libours.so'), source]);
  writeFileSync(source, 'int f(void);\n#include <stdlib.h>\nint main(void) { if (f()) abort(); return 0; }\n');
  execFileSync('cc', ['-o', program, source, '-L', folder, '-lours']);
  const ours = (environment: Record<string, string>) =>
    wouldLoad(program, environment).find(({ name }) => name === 'libours.so');
  expect(ours({})).toEqual({ name: 'libours.so', path: null });
  expect(ours({ LD_LIBRARY_PATH: folder })).toEqual({ name: 'libours.so', path: join(folder, 'libours.so') });
});

test('a script and a static executable load nothing', () => {
  const [source, program] = [join(folder, 'static.c'), join(folder, 'static')];
  writeFileSync(source, '#include <stdlib.h>\nint main(void) { abort(); }\n');
  execFileSync('cc', ['-static', '-o', program, source]);
  expect(wouldLoad(program, {})).toEqual([]);
  writeFileSync(program, '#!/bin/sh\nexit 1\n');
  expect(wouldLoad(program, {})).toEqual([]);
});

test('a build id is read again when the file has changed', () => {
  const file = join(folder, 'changing');
  copyFileSync('/bin/sleep', file);
  expect(buildIdOf(file)).toBe(buildIdOf('/bin/sleep'));
  writeFileSync(file, 'no longer an executable');
  expect(buildIdOf(file)).toBeNull();
});

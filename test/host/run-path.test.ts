import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readRpath } from '../../src/host/run-path.js';

const folder = mkdtempSync(join(tmpdir(), 'flimflam-run-path-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('an RPATH beats LD_LIBRARY_PATH, a RUNPATH and none do not', () => {
  const source = join(folder, 'main.c');
  writeFileSync(source, 'int main(void) { return 0; }\n');
  const linked = (name: string, ...flags: string[]): string => {
    execFileSync('cc', ['-o', join(folder, name), source, ...flags]);
    return join(folder, name);
  };
  expect(readRpath(linked('old', '-Wl,--disable-new-dtags', '-Wl,-rpath,/opt/x:/opt/y'))).toBe('/opt/x:/opt/y');
  expect(readRpath(linked('new', '-Wl,--enable-new-dtags', '-Wl,-rpath,/opt/x'))).toBeNull();
  expect(readRpath(linked('none'))).toBeNull();
  expect(readRpath(source)).toBeNull();
  expect(readRpath(join(folder, 'absent'))).toBeNull();
});

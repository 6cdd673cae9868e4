import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compilerFlags, isElf, readBuildId, readInterpreter, readSanitizer } from '../../src/host/elf.js';

const folder = mkdtempSync(join(tmpdir(), 'flimflam-elf-'));
const [plain, stripped, without, library] = ['plain', 'stripped', 'without', 'lib.so'].map((name) =>
  join(folder, name),
);
const buildId = '0123456789abcdef0123456789abcdef01234567';

beforeAll(() => {
  const source = join(folder, 'main.c');
  writeFileSync(source, 'int main(void) { return 0; }\n');
  const cc = (...parameters: string[]): unknown => execFileSync('cc', [...parameters, source]);
  cc('-g', '-O2', `-Wl,--build-id=0x${buildId}`, '-o', plain!);
  cc('-s', `-Wl,--build-id=0x${buildId}`, '-o', stripped!);
  cc('-Wl,--build-id=none', '-o', without!);
  // What the linker leaves of a sanitized library: its start function among the dynamic symbols.
  writeFileSync(source, 'void __asan_init(void) {}\n');
  cc('-shared', '-fPIC', '-o', library!);
});

afterAll(() => rmSync(folder, { recursive: true }));

test('reads the GNU build id', () => {
  expect(readBuildId(plain!)).toBe(buildId);
  expect(readBuildId(stripped!)).toBe(buildId);
  expect(readBuildId(without!)).toBeNull();
});

test('finds the notes by the segments when the section table is gone', () => {
  const file = join(folder, 'no-sections');
  const bytes = readFileSync(plain!);
  bytes.writeBigUInt64LE(0n, 40);
  writeFileSync(file, bytes);
  expect(readBuildId(file)).toBe(buildId);
});

test('reads compiler flags where debug information has them', () => {
  expect(compilerFlags(plain!)).toMatch(/^(GNU C|clang version ).* -O2/);
  expect(compilerFlags(stripped!)).toBeNull();
});

test('tells the loader and the sanitizer', () => {
  expect(readInterpreter(plain!)).toMatch(/^\/lib.*\/ld-/);
  expect(readInterpreter(library!)).toBeNull();
  expect(readSanitizer(plain!)).toBeNull();
  expect(readSanitizer(library!)).toBe('address');
});

test('never throws for a strange file', () => {
  const script = join(folder, 'script');
  writeFileSync(script, '#!/bin/sh\n');
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const looks = [readBuildId, compilerFlags, readInterpreter, readSanitizer];
  for (const path of [script, pipe, folder, '/dev/null', '/nonexistent']) {
    expect(looks.map((look) => look(path))).toEqual([null, null, null, null]);
    expect(isElf(path)).toBe(false);
  }
});

test('never throws for a file that was cut or damaged anywhere', () => {
  const cut = join(folder, 'cut');
  for (let length = 0; length < 2000; length += 13) {
    copyFileSync(plain!, cut);
    truncateSync(cut, length);
    expect(() => readBuildId(cut)).not.toThrow();
  }
  const bytes = readFileSync(plain!);
  for (let offset = 4; offset < 1000; offset += 7) {
    const damaged = Buffer.from(bytes);
    damaged.fill(0xff, offset, offset + 8);
    writeFileSync(cut, damaged);
    expect(() => [readBuildId(cut), compilerFlags(cut)]).not.toThrow();
  }
});

import { chmodSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { compileNative } from '../../src/host/native-compile.js';
import { digestOf, readNativeSources, writeNativeSources } from '../../src/host/native-sources.js';
import { packageRoot } from '../../src/host/package-root.js';

let cache: string;
let tools: string;
let folder: string;

beforeEach(() => {
  // A blank in the name: home folders may have one.
  cache = mkdtempSync(join(tmpdir(), 'flimflam native '));
  [tools, folder] = [join(cache, 'tools'), join(cache, 'flimflam', '0.1.0-cafe')];
  writeNativeSources(tools, []);
  // As make is called: -C PLACE -jN BUILD=build.
  tool(
    'make',
    '[ "$1" = -C ] || exit 0; cd "$2" && mkdir -p build/obj && cat main.c > build/program; exit "${FAKE_MAKE:-0}"',
  );
  tool('cc', 'true');
});

afterEach(() => rmSync(cache, { recursive: true, force: true }));

function tool(name: string, text: string): void {
  writeNativeSources(tools, [{ path: name, text: `#!/bin/sh\n${text}\n` }]);
  chmodSync(join(tools, name), 0o755);
}

const sources = [{ path: 'main.c', text: 'first' }];
const variables = (more: Record<string, string> = {}) => ({ PATH: `${tools}:/usr/bin:/bin`, ...more });
const made = (): string => readFileSync(join(folder, 'program'), 'utf8');
const left = (): string[] => readdirSync(join(cache, 'flimflam'));

test('what is compiled gets its name as a whole, and nothing else is left', () => {
  compileNative(folder, sources, { environment: variables() });
  expect(readdirSync(folder)).toEqual(['program']);
  expect(left()).toEqual(['0.1.0-cafe']);
});

test('whoever comes second leaves what is there, unless it is to be replaced', () => {
  compileNative(folder, sources, { environment: variables() });
  const second = [{ path: 'main.c', text: 'second' }];
  compileNative(folder, second, { environment: variables() });
  expect(made()).toBe('first');
  compileNative(folder, second, { environment: variables(), replace: true });
  expect(made()).toBe('second');
  expect(left()).toEqual(['0.1.0-cafe']);
});

const failing = (environment: Record<string, string>): (() => void) => {
  return () => compileNative(folder, sources, { environment });
};

test('a tool that is missing is named, with the line that installs it', () => {
  rmSync(join(tools, 'make'));
  expect(failing({ PATH: tools })).toThrow(
    expect.objectContaining({
      code: 'no-compiler',
      message: 'make is missing, which builds the native programs',
      remedy: expect.stringMatching(/gcc.* make|make/u),
    }),
  );
  tool('make', 'true');
  expect(failing(variables({ CC: 'no-such-cc -m32' }))).toThrow(/^no-such-cc is missing/u);
  expect(existsSync(folder)).toBe(false);
});

test('of a build that fails the words are kept, and nothing that could pass for a result', () => {
  tool('make', 'echo "fatal error: stdio.h: No such file or directory"; exit "${FAKE_MAKE:-0}"');
  expect(failing(variables({ FAKE_MAKE: '2' }))).toThrow(
    expect.objectContaining({ code: 'build-failed', message: "the C library's headers are missing" }),
  );
  expect(readFileSync(`${folder}.log`, 'utf8')).toContain('stdio.h');
  tool('make', 'exit "${FAKE_MAKE:-0}"');
  expect(failing(variables({ FAKE_MAKE: '2' }))).toThrow(
    expect.objectContaining({ message: 'the native programs could not be built', remedy: `see ${folder}.log` }),
  );
  expect(left()).toEqual(['0.1.0-cafe.log']);
});

test('Ctrl-C while it compiles is no failure of the build', () => {
  tool('make', '[ "$1" = -C ] || exit 0; kill -INT $$');
  expect(failing(variables())).toThrow(expect.objectContaining({ code: 'interrupted', exitCode: 130 }));
  expect(left()).toEqual([]);
});

test('a cache that cannot be written is one sentence', () => {
  writeFileSync(join(cache, 'flimflam'), '');
  expect(failing(variables())).toThrow(
    expect.objectContaining({ code: 'cannot-write', remedy: expect.stringContaining('XDG_CACHE_HOME') }),
  );
});

test('the sources are those of the programs, and any change of them or of the system changes the digest', () => {
  const all = readNativeSources(join(packageRoot, 'native'));
  const paths = all.map(({ path }) => path);
  expect(paths).toContain('Makefile');
  expect(paths).toContain('guardian/main.c');
  expect(paths.filter((path) => /^(?:test|build)\//u.test(path))).toEqual([]);
  const [first, ...rest] = all;
  const digests = [
    digestOf(all, 'x64 Debian 12'),
    digestOf(all, 'arm64 Debian 12'),
    digestOf(rest, 'x64 Debian 12'),
    digestOf([{ ...first!, text: `${first!.text} ` }, ...rest], 'x64 Debian 12'),
    digestOf([{ ...first!, path: 'other' }, ...rest], 'x64 Debian 12'),
  ];
  expect(new Set(digests).size).toBe(digests.length);
  expect(digests[0]).toMatch(/^[0-9a-f]{12}$/u);
});

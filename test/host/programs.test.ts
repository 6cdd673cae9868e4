import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { basicNeeds, neededPrograms, perfNeed } from '../../src/app/check/needs.js';
import { packageRoot, packageVersion } from '../../src/host/package-root.js';
import { nativeFolder } from '../../src/host/native.js';
import { findProgram, programVersion, tryVersion } from '../../src/host/programs.js';
import { nativeProgram, type ProgramSpec } from '../../src/model/program.js';
import { relays } from '../../src/relays/index.js';
import { workloads } from '../../src/workloads/index.js';

const folder = mkdtempSync(join(tmpdir(), 'flimflam-programs-'));
afterAll(() => rmSync(folder, { recursive: true }));

function script(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  return path;
}

const spec = (executable: string): ProgramSpec => ({
  executable,
  version: { arguments: ['-v'], pattern: /version (\S+)/ },
  packages: { apt: null, dnf: null },
});

test('finds an executable regular file on the given path, then in sbin', () => {
  mkdirSync(join(folder, 'first/tool'), { recursive: true });
  const path = script('tool', 'true');
  expect(findProgram(spec('tool'), `${folder}/first:${folder}`)).toEqual({ path, facts: {} });
  chmodSync(path, 0o644);
  expect(findProgram(spec('tool'), folder)).toBeNull();
  expect(findProgram(spec('ldconfig'), '/nonexistent')?.path).toMatch(/sbin\/ldconfig$/);
});

test('our own programs are never looked for on PATH', () => {
  script('flimflam-nonsense', 'true');
  expect(findProgram(nativeProgram('flimflam-nonsense'), folder)).toBeNull();
  expect(nativeFolder()).toBe(join(packageRoot, 'native', 'build'));
  expect(readdirSync(packageRoot)).toContain('package.json');
  expect(packageVersion()).toMatch(/^\d+\.\d+\.\d+/);
});

test('facts are read from all that the program prints', () => {
  script('talker', 'echo "out $1"; echo err >&2');
  const facts = { arguments: ['-V'], read: (text: string) => ({ said: text.split('\n').sort().join(' ').trim() }) };
  expect(findProgram({ ...spec('talker'), facts }, folder)?.facts).toEqual({ said: 'err out -V' });
});

test('a program whose facts are files is not run for them', () => {
  const path = script('quiet', `touch ${folder}/ran`);
  const read = (output: string, exists: (path: string) => boolean, executable: string): Record<string, string> => ({
    said: output,
    executable,
    here: String(exists(folder)),
    ran: String(exists(`${folder}/ran`)),
  });
  const found = findProgram({ ...spec('quiet'), facts: { arguments: null, read } }, folder);
  expect(found?.facts).toEqual({ said: '', executable: path, here: 'true', ran: 'false' });
});

test('a version may come on stderr', async () => {
  expect(await programVersion(spec('x'), script('x', 'echo "version 1.2" >&2'))).toBe('1.2');
});

test('a program that does not start has no version, but says why', async () => {
  const path = script('broken', 'echo "version of a library: cannot open libx.so" >&2; exit 127');
  expect(await tryVersion(spec('broken'), path)).toEqual({
    version: null,
    failure: 'version of a library: cannot open libx.so',
  });
  expect((await tryVersion(spec('gone'), join(folder, 'gone'))).failure).toMatch(/ENOENT/);
});

const wanted: Record<string, string> = {
  nginx: '1.22.1',
  haproxy: '2.6.12-1+deb12u4',
  nghttpx: '1.52.0',
  nghttpd: '1.52.0',
  h2load: '1.52.0',
  iperf3: '3.12',
  skrouterd: '0.0.0',
  perf: '6.1.192',
  cc: '12.2.0',
  make: '4.3',
};

test.each(Object.entries(wanted))('the pattern of %s finds %s in what it prints', (name, version) => {
  const needs = [...basicNeeds, ...neededPrograms(relays, workloads), perfNeed('debian')];
  const found = needs.find((need) => need.spec.executable === name)?.spec.version?.pattern;
  const text = readFileSync(new URL(`../fixtures/versions/${name}.txt`, import.meta.url), 'utf8');
  expect(found?.exec(text)?.[1]).toBe(version);
});

import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { describeMachine, mappedOn, programOn, tryVersionOn, versionOn } from '../../src/app/host-programs.js';
import type { Files } from '../../src/host/files.js';
import { mappedBinaries } from '../../src/host/libraries.js';
import { LocalHost } from '../../src/host/local-host.js';
import { filesAt } from '../../src/host/local-files.js';
import { readMachine } from '../../src/host/machine.js';
import { findProgram, tryVersion } from '../../src/host/programs.js';
import { nativeProgram, type ProgramSpec } from '../../src/model/program.js';
import { nginx } from '../../src/relays/nginx.js';
import { skrouterd } from '../../src/relays/skrouterd.js';

const folder = mkdtempSync(join(tmpdir(), 'flimflam-host-programs-'));
afterAll(() => rmSync(folder, { recursive: true }));

const here = new LocalHost();

/** Another machine, whose files lie in a folder of this one. */
class Elsewhere extends LocalHost {
  override readonly name: string = 'lab1';
  override async look<T>(read: (files: Files) => T): Promise<T> {
    return read(filesAt(folder));
  }
}

const spec = (executable: string): ProgramSpec => ({
  executable,
  version: { arguments: ['-v'], pattern: /version (\S+)/ },
  packages: { apt: null, dnf: null },
});

function script(path: string, text: string): string {
  const at = join(folder, path);
  mkdirSync(join(at, '..'), { recursive: true });
  writeFileSync(at, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  return at;
}

test.each([nginx.program, skrouterd.program, nativeProgram('flimflam-load')])(
  'on this machine $executable is what is found without a host',
  async (program) => {
    const PATH = process.env['PATH'] ?? '';
    expect(await programOn(here, program, here.environment)).toEqual(findProgram(program, PATH));
  },
);

test('our own that were not built', async () => {
  const asked = programOn(here, nativeProgram('flimflam-nonsense'), here.environment);
  await expect(asked).rejects.toMatchObject({ code: 'missing-program', remedy: 'flimflam build' });
});

test('elsewhere only absolute folders of PATH lead somewhere, and then sbin', async () => {
  script('opt/tool', 'true');
  script('usr/sbin/tool', 'true');
  const host = new Elsewhere();
  const found = async (PATH: string) => (await programOn(host, spec('tool'), { PATH }))?.path;
  expect(await found('relative::/opt')).toBe('/opt/tool');
  expect(await found('opt:')).toBe('/usr/sbin/tool');
  chmodSync(join(folder, 'opt/tool'), 0o644);
  expect(await found('/opt')).toBe('/usr/sbin/tool');
  expect(await programOn(host, spec('nothing'), { PATH: '/opt' })).toBeNull();
});

test('facts are made of what it prints there, and of the files there', async () => {
  const talker = script('talker', 'echo "out $1 $WORD"; echo err >&2');
  const facts: ProgramSpec['facts'] = {
    arguments: ['-V'],
    read: (text, exists) => ({ said: text.split('\n').sort().join(' ').trim(), there: String(exists(talker)) }),
  };
  const found = await programOn(here, { ...spec('talker'), facts }, { PATH: folder, WORD: 'x' });
  expect(found).toEqual({ path: talker, facts: { said: 'err out -V x', there: 'true' } });
});

test('versions, and programs that do not start', async () => {
  const good = script('good', 'echo "version 1.2" >&2');
  const broken = script('broken', 'echo "version of a library: cannot open libx.so" >&2; exit 127');
  expect(await versionOn(here, spec('good'), good, {})).toBe('1.2');
  for (const path of [good, broken]) {
    expect(await tryVersionOn(here, spec('x'), path, {})).toEqual(await tryVersion(spec('x'), path));
  }
  expect((await tryVersionOn(here, spec('gone'), join(folder, 'gone'), {})).failure).toMatch(/ENOENT/);
  expect(await tryVersionOn(here, { ...spec('x'), version: null }, good, {})).toEqual({ version: null, failure: null });
});

test('what a process runs, and the machine on which it does', async () => {
  expect(await mappedOn(here, process.pid)).toEqual(mappedBinaries(process.pid));
  const machine = await readMachine();
  expect(await describeMachine(here)).toMatchObject({
    ...{ distribution: machine.distribution.name, kernel: machine.kernel, cpus: machine.topology.cpus.length },
    ...{ memory: machine.memory, virtualisation: machine.virtualisation },
  });
});

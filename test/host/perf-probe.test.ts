import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { LocalHost } from '../../src/host/local-host.js';
import { PerfMachine } from '../../src/host/perf-machine.js';
import { probeCapabilities } from '../../src/host/perf-probe.js';
import { findProgram } from '../../src/host/programs.js';
import type { CapabilityName } from '../../src/model/capability.js';
import { probeFixture, said } from './perf-trial-outputs.js';

const folder = mkdtempSync(join(tmpdir(), 'flimflam-perf-probe-'));
afterAll(() => rmSync(folder, { recursive: true }));
// What is left behind is seen here.
const scratch = join(folder, 'scratch');
beforeEach(() => {
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch);
  vi.stubEnv('TMPDIR', scratch);
});

const perfAt = (path: string): PerfMachine => new PerfMachine(new LocalHost(), path);

/** A perf that prints what a file of that name holds: `record-h`, `stat`, `report`, ...; else it prints nothing. */
function fakePerf(name: string, answers: Readonly<Record<string, string>>, otherwise = ':'): PerfMachine {
  const home = mkdtempSync(join(folder, name));
  for (const [word, text] of Object.entries(answers)) writeFileSync(join(home, word), text);
  const path = join(home, 'perf');
  const script = `#!/bin/sh
answer=$1; [ "$2" = -h ] && answer=help
if [ -f "${home}/$answer" ]; then cat "${home}/$answer" >&2; else ${otherwise}; fi
`;
  writeFileSync(path, script, { mode: 0o755 });
  return perfAt(path);
}

const help = probeFixture('record-help');
const everything: CapabilityName[] = [
  ...(['perf', 'counting', 'sampling', 'lbr', 'dwarf'] as const),
  ...(['switches', 'syscalls', 'memory', 'cache-lines'] as const),
];

test('no perf at all', async () => {
  const found = await probeCapabilities(null, ['perf', 'sampling']);
  expect(found).toMatchObject([
    { name: 'perf', possible: false, cause: expect.stringContaining('not on PATH') as string },
    { name: 'sampling', possible: false },
  ]);
});

test('a perf that is too old can nothing, whatever its trials say', async () => {
  const perf = fakePerf('old', {
    help: help.replaceAll(/^ +--control .*\n/gm, ''),
    report: said('root', 'sampling stats'),
  });
  const found = await probeCapabilities(perf, ['sampling', 'counting']);
  expect(found.map(({ possible, remedy }) => [possible, remedy])).toEqual([
    [false, 'install perf 5.10 or newer'],
    [false, 'install perf 5.10 or newer'],
  ]);
});

test('<not supported> and exit code 0 are no evidence', async () => {
  const stat = '<not supported>,,task-clock,0,100.00,,\n<not supported>,,cycles,0,100.00,,\n';
  const perf = fakePerf('unsupported', { help, stat });
  const found = await probeCapabilities(perf, ['counting', 'sampling', 'switches', 'syscalls']);
  expect(found.map(({ possible }) => possible)).toEqual([false, false, false, false]);
});

test('what was recorded is evidence', async () => {
  const perf = fakePerf('recorded', { help, report: said('root', 'syscalls stats') });
  const found = await probeCapabilities(perf, ['perf', 'syscalls', 'switches']);
  expect(found.map(({ possible }) => possible)).toEqual([true, true, false]);
});

test('a perf that hangs is given up, and nothing is left', async () => {
  const perf = fakePerf('hangs', { help }, 'exec sleep 60');
  const begin = Date.now();
  const found = await probeCapabilities(perf, ['counting', 'sampling', 'memory'], 300);
  expect(found.map(({ cause }) => cause)).toEqual(Array(3).fill('perf did not end in time'));
  expect(Date.now() - begin).toBeLessThan(5000);
  expect(readdirSync(scratch)).toEqual([]);
});

test('a perf that prints garbage', async () => {
  const garbage = '\u0000\u001B[2Jrubbish,1,2\nEvent: x stats:\n';
  const perf = fakePerf('garbage', { help: garbage, record: garbage, stat: garbage, report: garbage });
  const [sampling] = await probeCapabilities(perf, ['sampling']);
  expect(sampling).toMatchObject({ possible: false, cause: 'perf does not start as it should: [2Jrubbish,1,2' });
});

test('no place for what is tried', async () => {
  vi.stubEnv('TMPDIR', join(folder, 'nowhere'));
  const [found] = await probeCapabilities(fakePerf('homeless', { help }), ['sampling']);
  expect(found?.cause).toBe(`nothing can be written in ${join(folder, 'nowhere')}`);
});

test('a perf that cannot be started', async () => {
  const path = join(folder, 'not-a-program');
  writeFileSync(path, '\u007FELF', { mode: 0o755 });
  expect(await probeCapabilities(perfAt(path), ['perf'])).toMatchObject([{ possible: false }]);
});

test('the real perf: answers with causes, quickly, and leaves nothing', async ({ skip }) => {
  const spec = { executable: 'perf', version: null, packages: { apt: null, dnf: null } };
  const perf = findProgram(spec, process.env['PATH'] ?? '')?.path ?? null;
  skip(perf === null, 'perf is not installed');
  const found = await probeCapabilities(perfAt(perf!), everything);
  expect(found.map(({ name }) => name)).toEqual(everything);
  expect(found.filter(({ possible, cause }) => possible !== (cause === null))).toEqual([]);
  expect(readdirSync(scratch)).toEqual([]);
});

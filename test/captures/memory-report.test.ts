import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { LocalHost } from '../../src/host/local-host.js';
import { PerfMachine } from '../../src/host/perf-machine.js';
import { c2c } from '../../src/captures/c2c.js';
import type { Captured } from '../../src/captures/capture.js';
import { mem } from '../../src/captures/mem.js';
import { ownersUnknown } from '../../src/captures/owners.js';
import { memoryFixture, options } from './memory-fixture.js';

const folder = mkdtempSync(join(tmpdir(), 'flimflam-memory-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A capture of which a perf that prints these texts makes the report. */
function captured(name: string, stdout: string, stderr = '', code = 0): Captured {
  writeFileSync(join(folder, `${name}.out`), stdout);
  writeFileSync(join(folder, `${name}.err`), stderr);
  const perf = join(folder, name);
  const script = `#!/bin/sh
echo "$*" > "${perf}.argv"
cat "${perf}.out"; cat "${perf}.err" >&2; exit ${code}
`;
  writeFileSync(perf, script, { mode: 0o755 });
  return {
    ...{ file: join(folder, 'perf.data'), perf: new PerfMachine(new LocalHost(), perf) },
    ...{ ownerOf: ownersUnknown, marks: null, signal: null },
  };
}

test.each([
  [c2c, 'c2c'],
  [mem, 'mem'],
])('the whole report is kept, and its top shown (%#)', async (capture, name) => {
  const text = memoryFixture(name);
  const found = await capture.digest(captured(name, text), options);
  expect(found.files).toEqual({ [`${name}.txt`]: text });
  expect(found.report?.split('\n').length).toBeGreaterThan(10);
  expect(found).toMatchObject({ lost: 0, warnings: [] });
});

test('names that are not ASCII arrive whole', async () => {
  const text = memoryFixture('mem').replace('finish_task_switch', 'größe_task_switch');
  const found = await mem.digest(captured('utf8', text), options);
  expect(found.files?.['mem.txt']).toBe(text);
});

test('events that perf lost are told', async () => {
  const stderr = 'Processed 120 events and lost 3 chunks!\n\nCheck IO/CPU overload!\n';
  expect(await c2c.digest(captured('lost', memoryFixture('c2c'), stderr), options)).toMatchObject({ lost: 3 });
});

test.each([
  [c2c, memoryFixture('c2c-empty'), ''],
  [mem, '# To display the perf.data header info, please use ...\n#\n', 'Error:\nThe perf.data data has no samples!\n'],
])('without samples there is nothing to show (%#)', async (capture, stdout, stderr) => {
  await expect(capture.digest(captured('empty', stdout, stderr), options)).rejects.toMatchObject({
    name: 'ExpectedError',
    code: 'no-samples',
  });
});

test.each([
  ['zero-sized data (perf.data), nothing to do!\n', 255],
  // Of a file that was cut off perf says this, and ends well.
  ['0xbd0 [0]: failed to process type: 0 [Invalid argument]\nError:\nfailed to process sample\n', 0],
])('a file that perf cannot read (%#)', async (stderr, code) => {
  await expect(mem.digest(captured('damaged', '#\n', stderr, code), options)).rejects.toMatchObject({
    code: 'perf-data-damaged',
    message: `perf cannot read perf.data: ${stderr.split('\n')[0]}`,
  });
});

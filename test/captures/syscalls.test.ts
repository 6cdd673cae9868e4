import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LocalHost } from '../../src/host/local-host.js';
import { PerfMachine } from '../../src/host/perf-machine.js';
import type { CaptureOptions, Findings } from '../../src/captures/capture.js';
import { ownersUnknown } from '../../src/captures/owners.js';
import { syscalls } from '../../src/captures/syscalls.js';
import { syscallsSchema } from '../../src/model/syscalls.js';
import { temporaryFolder } from '../store/temporary.js';

const options: CaptureOptions = { events: null, frequency: 997, callGraph: 'fp', extra: [] };
const fixtures = join(import.meta.dirname, '..', 'fixtures', 'perf-syscalls');

/** Digests what a perf that is this script prints. */
function digest(script: string, marks: { beginNs: number; endNs: number } | null = null): Promise<Findings> {
  const folder = temporaryFolder();
  const perf = join(folder, 'perf');
  writeFileSync(perf, `#!/bin/sh\n${script}\n`);
  chmodSync(perf, 0o755);
  const file = join(folder, 'perf.data');
  return syscalls.digest(
    { file, perf: new PerfMachine(new LocalHost(), perf), ownerOf: ownersUnknown, marks, signal: null },
    options,
  );
}

test('perf is told to record every entry and every return', () => {
  const words = syscalls.perf({ ...options, extra: ['--no-inherit'] }, []);
  expect(words.slice(0, 3)).toEqual(['record', '-e', 'raw_syscalls:sys_enter,raw_syscalls:sys_exit']);
  expect(words.at(-1)).toBe('--no-inherit');
});

test('what perf prints becomes a table', async () => {
  const found = await digest(`cat ${fixtures}/nginx.txt`);
  expect(syscallsSchema.parse(found.syscalls)).toEqual(found.syscalls);
  expect(found.syscalls?.rows.length).toBeGreaterThan(4);
  expect(found).toMatchObject({ lost: 0, warnings: [] });
});

test('perf is asked for the file, and for the fields that are read', async () => {
  const found = await digest(`echo "$@" >&2; [ "$1 $2" = 'script -i' ] && [ -n "$3" ] && cat ${fixtures}/signals.txt`);
  expect(found.lost).toBe(0);
});

test('what perf lost is a warning', async () => {
  const { lost, warnings } = await digest(`cat ${fixtures}/lost.txt`);
  expect(lost).toBe(531);
  expect(warnings).toMatchObject([{ code: 'events-lost' }]);
  expect(warnings[0]?.message).toContain('531');
});

test('what was lost at the end stands only in the last words of perf', async () => {
  const words = 'Warning:\\nProcessed 587671 samples and lost 47.68%%!\\n';
  expect((await digest(`cat ${fixtures}/nginx.txt; printf '${words}' >&2`)).lost).toBe(280_202);
});

test('a file that perf cannot read is an error with what perf says', async () => {
  const broken = digest(`cat ${fixtures}/nginx.txt; cat ${fixtures}/killed.stderr.txt >&2; exit 255`);
  await expect(broken).rejects.toMatchObject({ code: 'perf-data-damaged' });
  await expect(broken).rejects.toThrow('data size field is 0');
  const noisy = digest(`echo "'trace' not valid for hardware events. Ignoring." >&2; echo 'out of memory' >&2; exit 1`);
  await expect(noisy).rejects.toThrow('out of memory');
  await expect(digest('kill -9 $$')).rejects.toThrow('SIGKILL');
});

test.each([
  ['nothing in the file', 'true', null],
  ['nothing in the window', `cat ${fixtures}/nginx.txt`, { beginNs: 1, endNs: 2 }],
])('%s is an error', async (_, script, marks) => {
  await expect(digest(script, marks)).rejects.toMatchObject({ code: 'no-samples' });
});

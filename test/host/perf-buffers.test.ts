import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Files } from '../../src/host/files.js';
import { filesAt } from '../../src/host/local-files.js';
import { perfBufferMegabytes } from '../../src/host/perf-buffers.js';
import { temporaryFolder } from '../store/temporary.js';

function machine(capabilities: string, paranoid: string): Files {
  const root = temporaryFolder();
  mkdirSync(join(root, 'proc/self'), { recursive: true });
  mkdirSync(join(root, 'proc/sys/kernel'), { recursive: true });
  writeFileSync(join(root, 'proc/self/status'), `Name:\tnode\nCapEff:\t${capabilities}\n`);
  writeFileSync(join(root, 'proc/sys/kernel/perf_event_paranoid'), `${paranoid}\n`);
  return filesAt(root);
}

test.each([
  [1, 16],
  [32, 16],
  [48, 8],
  [128, 4],
  [1024, 1],
])('all buffers of %i CPUs together have a bound', (cpus, megabytes) => {
  expect(perfBufferMegabytes(cpus, machine('000001ffffffffff', '2'))).toBe(megabytes);
});

test.each([
  ['an ordinary user', '0000000000000000', '1', null],
  ['root of a container that may not lock memory', '00000040a80425fb', '2', null],
  ['anybody where perf is free for all', '0000000000000000', '-1', 16],
])('%s', (_, capabilities, paranoid, megabytes) => {
  expect(perfBufferMegabytes(2, machine(capabilities, paranoid))).toBe(megabytes);
});

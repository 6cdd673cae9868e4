import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildScript } from '../../../src/host/ssh/build-script.js';
import { buildFault } from '../../../src/host/ssh/install.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flimflam place '));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (makefile: string, path = process.env['PATH'] ?? '') =>
  spawnSync('/bin/sh', {
    input: buildScript(folder, [
      { path: 'Makefile', text: makefile },
      // What a shell or a here-document could take amiss.
      { path: 'load/odd.c', text: `$HOME \`pwd\` \\ 'x' "y"\nEND_OF_FILE\nlast line without an end` },
    ]),
    env: { PATH: path },
    encoding: 'utf8',
  });

test('files arrive as they are, and nothing stays but what was built', () => {
  const { status, stderr } = run('all:\n\tmkdir -p $(BUILD)\n\tcp load/odd.c $(BUILD)/flimflam-odd\n');
  expect([stderr, status]).toEqual(['', 0]);
  expect(readdirSync(folder)).toEqual(['flimflam-odd']);
  expect(readFileSync(join(folder, 'flimflam-odd'), 'utf8')).toBe(
    `$HOME \`pwd\` \\ 'x' "y"\nEND_OF_FILE\nlast line without an end\n`,
  );
});

test('a build that fails says why', () => {
  const { status, stderr } = run('all:\n\t@echo "odd.c:1:1: error: what is this"; exit 1\n');
  expect(status).toBe(1);
  expect(buildFault('lab', stderr)).toMatchObject({
    code: 'build-failed',
    message: expect.stringContaining('what is this'),
  });
});

test('a missing tool is named', () => {
  const { status, stderr } = run('all:\n', join(folder, 'no-programs'));
  expect(status).toBe(1);
  expect(buildFault('lab', stderr).message).toContain('make is missing');
});

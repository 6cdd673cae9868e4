import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test, type TestContext } from 'vitest';
import { place, run, withProgram } from './flimflam.js';
import { here } from './here.js';

withProgram();

const has = (shell: string): boolean => spawnSync('sh', ['-c', `command -v ${shell}`]).status === 0;

beforeEach(async () => {
  for (const shell of ['bash', 'zsh']) {
    writeFileSync(join(place, `completion.${shell}`), (await here(['completion', shell])).stdout);
  }
});

/** What bash would offer for the last of these words. */
async function offered(...words: string[]): Promise<string[]> {
  const script = [
    'source completion.bash',
    'COMP_WORDS=("$@")',
    'COMP_CWORD=$(($# - 1))',
    '_flimflam',
    'printf "%s\\n" "${COMPREPLY[@]}"',
  ].join('\n');
  const { code, stdout, stderr } = await run('bash', ['--norc', '-c', script, 'bash', 'flimflam', ...words]);
  expect([code, stderr]).toEqual([0, '']);
  return stdout.split('\n').filter(Boolean);
}

function needBash(context: TestContext): void {
  context.skip(!has('bash'), 'bash is not on PATH');
}

test.for(['bash', 'zsh'])('the script for %s is sound', async (shell, context) => {
  needBash(context);
  expect(await here(['completion', shell])).toMatchObject({ code: 0, stderr: '' });
  const { code, stderr } = await run('bash', ['-n', `completion.${shell}`]);
  expect([code, stderr]).toEqual([0, '']);
});

test('commands', async (context) => {
  needBash(context);
  expect((await offered('')).toSorted()).toEqual(
    expect.arrayContaining(['bench', 'build', 'check', 'clean', 'completion', 'run', 'self-test']),
  );
  expect(await offered('be')).toEqual(['bench']);
  expect(await offered('nonsense')).toEqual([]);
});

test('options of a command, also after options of the program', async (context) => {
  needBash(context);
  expect(await offered('run', '--rel')).toEqual(['--relay-threads', '--relay-option', '--relay', '--relay-config']);
  expect(await offered('--quiet', 'run', '--dry')).toEqual(['--dry-run']);
  expect(await offered('bench', '--rep')).toEqual(['--repeat']);
  expect(await offered('check', '--dry')).toEqual([]);
  expect(await offered('run', '--adap')).toEqual([]);
});

test('names that an option takes', async (context) => {
  needBash(context);
  expect(await offered('run', '--relay', '')).toEqual(['skrouterd', 'nginx', 'nghttpx', 'haproxy', 'builtin', 'none']);
  expect(await offered('run', '-r', 'n')).toEqual(['nginx', 'nghttpx', 'none']);
  expect(await offered('run', '-w', 'h2')).toEqual(['h2load', 'h2load-h1']);
  expect(await offered('run', '-p', '')).toEqual(['tcp', 'http1', 'http2']);
  expect(await offered('completion', 'z')).toEqual(['zsh']);
});

test('folders for --output', async (context) => {
  needBash(context);
  mkdirSync(join(place, 'some-runs'));
  writeFileSync(join(place, 'some-file'), '');
  expect(await offered('run', '--output', 'some')).toEqual(['some-runs']);
});

test('zsh completes the same', async (context) => {
  context.skip(!has('zsh'), 'zsh is not on PATH');
  const script = 'autoload -U compinit && compinit -u -D; source completion.zsh; print -r -- $_comps[flimflam]';
  const { code, stdout, stderr } = await run('zsh', ['-f', '-c', script]);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain('_flimflam');
});

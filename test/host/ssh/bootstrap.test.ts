import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { machine, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bootstrapScript, isPlainPath, parseGreeting } from '../../../src/host/ssh/bootstrap.js';
import { forAnyShell } from '../../../src/host/ssh/for-any-shell.js';

let place: string;

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'flimflam-place-'));
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

const environment = (): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  SSH_CONNECTION: '198.18.0.254 51234 198.18.0.1 22',
  TMPDIR: place,
  HOME: place,
});

// What is not installed here says nothing of these shells.
const shells = ['sh', 'dash', 'bash', 'zsh', 'mksh', 'tcsh', 'fish'].filter(
  (shell) => spawnSync(shell, ['-c', 'exit 0']).status === 0,
);

test.for(shells)(
  'with %s as the login shell a host tells of itself, and nothing stays when its input ends',
  (shell) => {
    const { stdout, status } = spawnSync(shell, ['-c', forAnyShell(bootstrapScript)], {
      env: { ...environment(), ODD: 'it\'s "\\ a\nb' },
      encoding: 'utf8',
      input: 'wait\n',
    });
    expect(status).toBe(0);
    const greeting = parseGreeting(`Welcome!\n${stdout}`);
    expect(greeting).toMatchObject({
      machine: machine(),
      address: '198.18.0.1',
      asRoot: process.getuid?.() === 0,
      environment: { TMPDIR: place, ODD: 'it\'s "\\ a\nb' },
    });
    expect(greeting!.folder.startsWith(`${place}/flimflam-`)).toBe(true);
    expect(isPlainPath(greeting!.folder)).toBe(true);
    expect(existsSync(greeting!.folder)).toBe(false);
    expect(readdirSync(place).filter((name) => name.startsWith('flimflam'))).toEqual([]);
  },
);

test('where nothing can be written in the usual place another one is taken', () => {
  const { stdout } = spawnSync('sh', ['-c', bootstrapScript], {
    env: { ...environment(), TMPDIR: join(place, 'not-there') },
    encoding: 'utf8',
    input: '',
  });
  const folder = parseGreeting(stdout)?.folder ?? '';
  expect(folder).toMatch(/^(\/var\/tmp|\/dev\/shm|.*flimflam-place-.*)\/flimflam-/);
  expect(existsSync(folder)).toBe(false);
});

test('half a greeting is none', () => {
  expect(parseGreeting('')).toBeNull();
  expect(parseGreeting('flimflam begins\n12\n/tmp/flimflam-x\nx86_64\n')).toBeNull();
});

test('a script that some shell would change is refused', () => {
  for (const script of ["echo 'a'", 'echo a\\b', 'echo hey!you', 'a\nb'])
    expect(() => forAnyShell(script)).toThrow('not every shell');
  expect(forAnyShell('echo "$HOME"')).toBe(`exec sh -c 'echo "$HOME"'`);
});

test.for([
  ['/tmp/flimflam-Ab12', true],
  ['/tmp/with blank/x', false],
  ["/tmp/it's", false],
  ['tmp', false],
] as const)('%s is a plain path: %s', ([path, plain]) => {
  expect(isPlainPath(path)).toBe(plain);
});

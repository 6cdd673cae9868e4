import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';

const sources = join(import.meta.dirname, '..', '..');

/** Absolute path of a build of the sources as they are now, in a checkout of its own, so that nobody disturbs it. */
let checkout: string | null = null;
/** An empty folder for each test, in which the program is started. */
export let place = '';

/** Of that build, which is made when it is first asked for. */
export const mainFile = (): string => join((checkout ??= makeCheckout()), 'build', 'cli', 'main.js');

/** Gives each test an empty place, and the tests of a file one build of the program if they start it. */
export function withProgram(): void {
  beforeAll(() => mustRun('make', ['-s', '-C', join(sources, 'native')]));
  afterAll(() => {
    if (checkout !== null) rmSync(checkout, { recursive: true, force: true });
  });
  beforeEach(() => {
    place = realpathSync(mkdtempSync(join(tmpdir(), 'flimflam-place-')));
  });
  afterEach(() => rmSync(place, { recursive: true, force: true }));
}

function makeCheckout(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'flimflam-cli-')));
  cpSync(join(sources, 'package.json'), join(folder, 'package.json'));
  symlinkSync(join(sources, 'node_modules'), join(folder, 'node_modules'));
  mustRun(process.execPath, [join(sources, 'src', 'bundle.mjs'), join(folder, 'build')]);
  // Copies, not a link: `clean` must never reach what is not its own.
  mkdirSync(join(folder, 'native', 'build'), { recursive: true });
  for (const name of ['guardian', 'load', 'relay', 'sockets']) {
    const file = join('native', 'build', `flimflam-${name}`);
    cpSync(join(sources, file), join(folder, file));
  }
  return folder;
}

function mustRun(command: string, argv: string[]): void {
  const { status, stdout, stderr, error } = spawnSync(command, argv, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} failed: ${error?.message ?? stdout + stderr}`);
}

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs `flimflam ARGV` in the place until its end; it is killed after 20 s. */
export const flimflam = (argv: readonly string[], variables: Record<string, string> = {}): Promise<Ended> =>
  run(process.execPath, [mainFile(), ...argv], variables);

export function run(command: string, argv: readonly string[], variables: Record<string, string> = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, argv, {
      cwd: place,
      // Not the record of calibrations of whoever runs the tests.
      env: { ...process.env, XDG_STATE_HOME: join(place, 'state'), ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 20_000,
      killSignal: 'SIGKILL',
    });
    const ended: Ended = { code: null, stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (ended.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (ended.stderr += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ ...ended, code }));
  });
}

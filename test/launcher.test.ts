import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';

// The launcher in a checkout of its own, with tools that only note that they were called. No network, no compiler.
const launcher = join(import.meta.dirname, '..', 'flimflam');
const systemTools = ['dirname', 'readlink', 'find', 'mkdir', 'rm', 'mv', 'grep', 'flock', 'sleep', 'cat'];

const fakes: Record<string, string> = {
  node: [
    '[ "$1" != --version ] || { echo "version" >> "$LOG"; echo "v${FAKE_NODE:-20.19.0}"; exit; }',
    '[ "${1##*/}" != bundle.mjs ] || { echo "bundle" >> "$LOG"; mkdir -p "$2/cli" "$2/client"; echo > "$2/cli/main.js"; echo > "$2/client/flamegraph.js"; exit "${FAKE_BUNDLE:-0}"; }',
    'echo "started: $*"',
  ].join('\n'),
  npm: [
    'echo "npm $1" >> "$LOG"',
    'sleep "${FAKE_SLEEP:-0}"',
    '[ -z "$FAKE_NPM_ERROR" ] || { echo "npm error code $FAKE_NPM_ERROR" >&2; exit 1; }',
    'mkdir -p node_modules/.bin',
    'echo > node_modules/.bin/esbuild',
    'chmod +x node_modules/.bin/esbuild',
  ].join('\n'),
  make: 'echo "make" >> "$LOG"\nmkdir -p "$2/build"\nexit ${FAKE_MAKE:-0}',
  cc: 'true',
};

let folder: string;
let checkout: string;
let tools: string;
let log: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flimflam launcher '));
  [checkout, tools, log] = [join(folder, 'a checkout'), join(folder, 'tools'), join(folder, 'log')];
  for (const path of ['src/cli/main.ts', 'native/load/main.c', 'native/Makefile', 'package-lock.json']) put(path);
  put('tsconfig.json');
  copyFileSync(launcher, join(checkout, 'flimflam'));
  mkdirSync(tools);
  for (const name of [...systemTools, 'chmod']) {
    symlinkSync(spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim(), join(tools, name));
  }
  for (const [name, text] of Object.entries(fakes)) {
    writeFileSync(join(tools, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  }
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a file of the checkout, as old as yesterday: what is not touched is not stale. */
function put(path: string): void {
  const file = join(checkout, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '');
  const yesterday = new Date(Date.now() - 86_400_000);
  utimesSync(file, yesterday, yesterday);
}

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

async function start(
  parameters: string[] = [],
  variables: Record<string, string> = {},
  command = 'flimflam',
): Promise<Ended> {
  const env = { PATH: tools, LOG: log, ...variables };
  const path = join(checkout, command);
  return promisify(execFile)('/bin/dash', [path, ...parameters], { env, cwd: folder }).then(
    (good) => ({ code: 0, ...good }),
    (bad: Ended) => ({ code: bad.code, stdout: bad.stdout, stderr: bad.stderr }),
  );
}

/** What was called since the last look. */
function calls(): string[] {
  const text = existsSync(log) ? readFileSync(log, 'utf8') : '';
  rmSync(log, { force: true });
  return text.split('\n').filter((line) => line !== '');
}

test('the first start installs and builds with one line each, a later start does nothing of it', async () => {
  const first = await start(['run', '--opt=a b']);
  expect(first.stderr.split('\n')).toEqual([
    'flimflam: installing npm packages (first use)',
    'flimflam: building TypeScript',
    'flimflam: building native programs',
    '',
  ]);
  expect(first.stdout).toBe(`started: ${checkout}/build/cli/main.js run --opt=a b\n`);
  expect(calls()).toEqual(['version', 'npm ci', 'bundle', 'make']);
  expect(await start(['--version'])).toMatchObject({ code: 0, stderr: '' });
  expect(calls()).toEqual([]);
});

test('only what is stale is built again', async () => {
  await start();
  calls();
  writeFileSync(join(checkout, 'src/cli/main.ts'), 'changed');
  writeFileSync(join(checkout, 'build/deleted-source.js'), '');
  await start();
  expect(calls()).toEqual(['bundle']);
  expect(existsSync(join(checkout, 'build/deleted-source.js'))).toBe(false);
  writeFileSync(join(checkout, 'native/load/main.c'), 'changed');
  await start();
  expect(calls()).toEqual(['make']);
  rmSync(join(checkout, 'tsconfig.json'));
  writeFileSync(join(checkout, 'tsconfig.json'), '{}');
  writeFileSync(join(checkout, 'package-lock.json'), '{}');
  expect((await start()).stderr).toContain('(package-lock.json has changed)');
  expect(calls()).toEqual(['npm ci', 'bundle']);
});

test('packages that npm installed by hand are taken as they are', async () => {
  await start();
  rmSync(join(checkout, 'build'), { recursive: true });
  writeFileSync(join(checkout, 'node_modules/.package-lock.json'), '');
  calls();
  await start();
  expect(calls()).toEqual(['version', 'bundle', 'make']);
});

test('works through links, from another folder', async () => {
  symlinkSync('flimflam', join(checkout, 'link one'));
  symlinkSync(join(checkout, 'link one'), join(folder, 'link two'));
  expect((await start(['x'], {}, '../link two')).stdout).toBe(`started: ${checkout}/build/cli/main.js x\n`);
});

test('two at once in a fresh clone build once', async () => {
  const both = await Promise.all([start(['a'], { FAKE_SLEEP: '0.3' }), start(['b'], { FAKE_SLEEP: '0.3' })]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  expect(both.map(({ stderr }) => stderr).join('')).toContain('waiting for another flimflam that is building');
  expect(calls().filter((call) => call !== 'version')).toEqual(['npm ci', 'bundle', 'make']);
});

test('a launcher that was killed leaves no stamp and no lock', async () => {
  const env = { PATH: tools, LOG: log, FAKE_SLEEP: '10' };
  const child = spawn('/bin/dash', [join(checkout, 'flimflam')], { env, stdio: 'ignore', detached: true });
  while (!existsSync(log) || !readFileSync(log, 'utf8').includes('npm')) await new Promise((r) => setTimeout(r, 10));
  process.kill(-(child.pid ?? 0), 'SIGKILL');
  await once(child, 'exit');
  expect(existsSync(join(checkout, 'build/.stamp-npm'))).toBe(false);
  calls();
  expect((await start()).code).toBe(0);
  expect(calls()).toContain('npm ci');
});

const failures: [name: string, prepare: () => void, variables: Record<string, string>, message: RegExp][] = [
  [
    'no node',
    () => rmSync(join(tools, 'node')),
    {},
    /^flimflam: node is missing; install Node\.js 20\.19 or newer: \S+$/,
  ],
  ['old node', () => {}, { FAKE_NODE: '20.18.3' }, /^flimflam: node 20\.18\.3 \(.*\) is too old; install Node/],
  ['older node', () => {}, { FAKE_NODE: '18.19.0' }, /^flimflam: node 18\.19\.0 \(.*\) is too old/],
  ['no npm', () => rmSync(join(tools, 'npm')), {}, /^flimflam: npm is missing, .*; (sudo|install) .*npm/],
  [
    'no network',
    () => {},
    { FAKE_NPM_ERROR: 'ENOTFOUND' },
    /npm could not reach its registry: connect .* see .*npm\.log$/,
  ],
  ['npm fails', () => {}, { FAKE_NPM_ERROR: 'EUSAGE' }, /npm ci failed; see .*build\/npm\.log$/],
  ['the bundler fails', () => {}, { FAKE_BUNDLE: '2' }, /TypeScript could not be built; see .*build\/typescript\.log$/],
  ['no make', () => rmSync(join(tools, 'make')), {}, /flimflam: make is missing, .*; (sudo|install) .*make/],
  ['no compiler', () => rmSync(join(tools, 'cc')), {}, /flimflam: cc is missing, .*; (sudo|install) .*gcc/],
  ['make fails', () => {}, { FAKE_MAKE: '2' }, /native programs could not be built; see .*build\/native\.log$/],
];

test.each(failures)(
  '%s: one sentence with the remedy, and the next start tries again',
  async (_, prepare, variables, message) => {
    prepare();
    const ended = await start([], variables);
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(ended.stderr.trimEnd().split('\n').at(-1)).toMatch(message);
    for (const [name, text] of Object.entries(fakes)) {
      writeFileSync(join(tools, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    }
    expect((await start([])).code).toBe(0);
  },
);

test('with --bisect a failure ends with 128, so that git stops', async () => {
  expect((await start(['compare', 'a', 'b', '--bisect'], { FAKE_BUNDLE: '2' })).code).toBe(128);
  rmSync(join(tools, 'node'));
  expect((await start(['compare', '--bisect', 'a', 'b'])).code).toBe(128);
  expect((await start(['compare', 'a', '--bisect=no'])).code).toBe(1);
});

test('a node that was replaced is asked for its version again', async () => {
  await start();
  const tomorrow = new Date(Date.now() + 86_400_000);
  utimesSync(join(tools, 'node'), tomorrow, tomorrow);
  expect((await start([], { FAKE_NODE: '16.0.0' })).stderr).toContain('too old');
});

// Root may write wherever it likes, so the launcher runs as somebody else.
const asNobody = process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--clear-groups'] : [];
const canDrop = asNobody.length === 0 || spawnSync('setpriv', ['--version']).status === 0;

test.runIf(canDrop)('a read-only checkout works when it is built, and says so when it is not', async () => {
  const unprivileged = (): Ended => {
    const [program, ...rest] = [...asNobody, '/bin/dash', join(checkout, 'flimflam')];
    const options = { env: { PATH: `${tools}:/usr/bin:/bin`, LOG: '/dev/null' }, encoding: 'utf8' } as const;
    const { status, stdout, stderr } = spawnSync(program, rest, options);
    return { code: status ?? -1, stdout, stderr };
  };
  chmodSync(folder, 0o755);
  chmodSync(checkout, 0o555);
  expect(unprivileged()).toMatchObject({
    code: 1,
    stderr: `flimflam: ${checkout} must be built, but cannot be written to; copy it to a folder that you can write to, and start it there\n`,
  });
  chmodSync(checkout, 0o755);
  await start();
  chmodSync(checkout, 0o555);
  expect(unprivileged()).toMatchObject({ code: 0, stderr: '', stdout: `started: ${checkout}/build/cli/main.js\n` });
});

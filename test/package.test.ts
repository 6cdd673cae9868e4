import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Summary } from '../src/model/summary.js';
import { isPackage, packageVersion, startPath } from '../src/host/package-root.js';

// What `npm pack` makes, unpacked where nobody may write, with a make that only pretends.
const sources = join(import.meta.dirname, '..');
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'flimflam package ')));
const [stage, installed, tools, cache] = ['stage', 'package', 'tools', 'cache'].map((name) => join(folder, name)) as [
  ...[string, string, string, string],
];
let files: string[] = [];

const pretendedMake = `#!/bin/sh
[ "$1" = -C ] || exit 0
mkdir -p "$2/build"
for name in guardian load relay sockets; do
  echo '#!/bin/sh' > "$2/build/flimflam-$name"; chmod +x "$2/build/flimflam-$name"
done
`;

function mustRun(command: string, argv: string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(command, argv, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} failed: ${error?.message ?? stdout + stderr}`);
  return stdout;
}

/** A file that a package must leave out. */
function writeNothing(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '');
}

beforeAll(() => {
  mkdirSync(stage);
  const copied = ['package.json', 'LICENSE', 'README.md', 'CHANGELOG.md', 'bin', 'man', 'docs', 'native'];
  const built = join(sources, 'native', 'build');
  for (const name of copied) {
    cpSync(join(sources, name), join(stage, name), { recursive: true, filter: (path) => path !== built });
  }
  writeNothing(join(stage, 'native', 'build', 'flimflam-load.c'));
  mustRun(process.execPath, [join(sources, 'src/bundle.mjs'), join(stage, 'build')], sources);
  mustRun(process.execPath, [join(sources, 'src/licences.mjs'), join(stage, 'build/LICENCES.txt')], sources);
  const [packed] = JSON.parse(mustRun('npm', ['pack', '--ignore-scripts', '--json'], stage)) as [
    { filename: string; files: { path: string }[] },
  ];
  files = packed.files.map(({ path }) => path);
  mustRun('tar', ['-xzf', join(stage, packed.filename)], folder);
  mkdirSync(tools);
  writeFileSync(join(tools, 'make'), pretendedMake, { mode: 0o755 });
  writeFileSync(join(tools, 'cc'), '#!/bin/sh\n', { mode: 0o755 });
  mustRun('chmod', ['-R', 'a-w', installed], folder);
  mustRun('chmod', ['a+x', join(installed, 'bin/flimflam.js')], folder);
  // As npm links it.
  symlinkSync('../package/bin/flimflam.js', join(tools, 'flimflam'));
});

afterAll(() => {
  mustRun('chmod', ['-R', 'u+w', folder], '/');
  rmSync(folder, { recursive: true, force: true });
});

function flimflam(...argv: string[]): { code: number | null; stdout: string; stderr: string } {
  const env = { ...process.env, PATH: `${tools}:${process.env['PATH']}`, XDG_CACHE_HOME: cache };
  const { status, stdout, stderr } = spawnSync(join(tools, 'flimflam'), argv, { cwd: tools, env, encoding: 'utf8' });
  return { code: status, stdout, stderr };
}

test('a package holds the program as it was built, sources of the native programs, documentation and licences', () => {
  for (const path of [
    ...['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md', 'man/flimflam.1', 'docs/files.md'],
    ...['bin/flimflam.js', 'build/cli/main.js', 'build/client/flamegraph.js', 'build/client/flamegraph.css'],
    ...['build/LICENCES.txt', 'native/Makefile', 'native/guardian/main.c', 'native/common/control.h'],
  ]) {
    expect(files).toContain(path);
  }
  expect(files.filter((path) => /^(?:src|test|bench|native\/build|native\/test)\/|\.map$/u.test(path))).toEqual([]);
});

test('it is told from a checkout, and starts itself again', () => {
  expect([isPackage(installed), isPackage(sources)]).toEqual([true, false]);
  expect(startPath(installed)).toBe(join(installed, 'bin/flimflam.js'));
  expect(startPath(sources)).toBe(join(sources, 'flimflam'));
});

test('it starts through the link of npm, without compiling for what needs no native program', () => {
  expect(flimflam('--version')).toEqual({ code: 0, stdout: `flimflam ${packageVersion()}\n`, stderr: '' });
  expect(flimflam('self-test')).toEqual({
    code: 1,
    stdout: '',
    stderr: 'flimflam: the test runner is not installed (run self-test in a checkout of Flimflam)\n',
  });
});

test('the first use compiles into the cache of the user, later ones take what is there', () => {
  const first = flimflam('run', '-r', 'none', '--dry-run');
  expect([first.code, first.stderr]).toEqual([0, 'flimflam: building native programs (first use)\n']);
  const { plan } = JSON.parse(first.stdout) as Pick<Summary, 'plan'>;
  const [client = ''] = plan.commands['client'] ?? [];
  expect(client).toMatch(new RegExp(`^${cache}/flimflam/${packageVersion()}-[0-9a-f]{12}/flimflam-load$`, 'u'));
  expect(flimflam('run', '-r', 'none', '--dry-run')).toMatchObject({ code: 0, stderr: '' });
  expect(flimflam('build').stdout).toBe(`built in ${client.replace('/flimflam-load', '')}\n`);
  expect(flimflam('clean').stdout).toBe(`removed ${client.replace('/flimflam-load', '')}\n`);
});

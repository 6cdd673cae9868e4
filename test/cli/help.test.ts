import { existsSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { packageVersion } from '../../src/host/package-root.js';
import { findProgram } from '../../src/host/programs.js';
import type { Summary } from '../../src/model/summary.js';
import { workloads } from '../../src/workloads/index.js';
import { flimflam, mainFile, place, run, withProgram } from './flimflam.js';
import { here } from './here.js';

withProgram();

const commands = [
  ...[
    'run',
    'bench',
    'sweep',
    'capacity',
    'compare',
    'calibrate',
    'stat',
    'record',
    'flamegraph',
    'offcpu',
    'syscalls',
    'c2c',
    'mem',
    'skstat',
    'report',
  ],
  ...['list', 'show', 'again', 'history', 'export'],
  ...['check', 'build', 'clean', 'self-test', 'completion'],
];

test('--version', async () => {
  expect(await flimflam(['--version'])).toEqual({ code: 0, stdout: `flimflam ${packageVersion()}\n`, stderr: '' });
});

test.each([
  ['run --help', 0],
  ['run -r builtin --dry-run', 0],
  ['list --output nowhere', 1],
  ['rum', 2],
  ['', 2],
  ['compare builtin builtin --bisect', 128],
])('`flimflam %s` is the same as a process, and in the process of a test', async (words, code) => {
  const argv = words.split(' ').filter(Boolean);
  const [started, inside] = [await flimflam(argv), await here(argv)];
  // Ports, names of runs and the place of the program are of that one call.
  const plain = ({ stdout, stderr }: typeof started): string =>
    (stdout + stderr).replaceAll(/\b\d{2,}\b|(?<=\d{6}-\S*-)[0-9a-f]{4}\b|\/[^"\s]*\/native/g, '#');
  expect([started.code, inside.code]).toEqual([code, code]);
  expect(plain(inside)).toBe(plain(started));
});

test.each([['--help'], ['-h'], ['help']])('flimflam %s names every command', async (word) => {
  const { code, stdout, stderr } = await here([word]);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^Usage: flimflam /);
  for (const command of commands) expect(stdout).toMatch(new RegExp(`^  ${command}\\b`, 'm'));
});

test('without a command the help goes to stderr, and it is a usage error', async () => {
  const { code, stdout, stderr } = await here([]);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^Usage: flimflam /);
});

test.each(commands)('flimflam %s has help, three ways', async (command) => {
  const ways = [
    [command, '--help'],
    [command, '-h'],
    ['help', command],
    ['--quiet', command, '--help'],
  ];
  const [first, ...others] = await Promise.all(ways.map((words) => here(words)));
  expect(first).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(`^Usage: flimflam ${command} `) });
  for (const other of others) expect(other).toEqual(first);
});

test('the help of run names every choice, and not the old name of an option', async () => {
  const { stdout } = await here(['help', 'run']);
  for (const word of [
    'skrouterd',
    'nghttpx',
    'builtin-rr',
    'builtin-crr',
    'h2load-h1',
    'http2',
    '--dry-run',
    '--hold',
    '--ceilings',
  ]) {
    expect(stdout).toContain(word);
  }
  expect(stdout).not.toContain('adaptor');
});

type Planned = Pick<Summary, 'configuration' | 'plan' | 'warnings'>;

const plan = async (words: readonly string[]): Promise<Planned> => {
  const { code, stdout, stderr } = await here([...words, '--dry-run']);
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as Planned;
};

test('--dry-run prints the plan, makes nothing and starts nothing', async () => {
  const { configuration, plan: planned, ...others } = await plan(['run', '-r', 'builtin', '--jobs', '3']);
  expect(configuration).toMatchObject({
    workload: 'builtin',
    relay: 'builtin',
    protocol: 'tcp',
    jobs: 3,
    hops: 2,
    warmup: 5,
  });
  expect(Object.keys(planned.commands)).toEqual(['server', 'relay_2', 'relay_1', 'client']);
  expect(Object.keys(planned.ports)).toEqual(['server', 'relay_1', 'relay_2']);
  expect(configuration.output_dir.startsWith(place)).toBe(true);
  // No environment: it may hold secrets.
  expect(Object.keys(others)).toEqual(['warnings']);
  expect(readdirSync(place)).toEqual([]);
});

test('options of the program stand before or after the command, short ones joined or apart', async () => {
  const [first, ...others] = await Promise.all(
    [
      ['--quiet', 'run', '-r', 'none', '-w', 'builtin-rr'],
      ['run', '--quiet', '-rnone', '-wbuiltin-rr'],
      ['run', '--relay=none', '--workload=builtin-rr', '-q'],
      ['--verbose', '--debug', 'run', '--relay', 'none', '--workload', 'builtin-rr'],
    ].map(plan),
  );
  expect(first!.configuration.workload).toBe('builtin-rr');
  for (const other of others) expect(other.configuration).toEqual(first!.configuration);
});

test('--adaptor is the old name of --protocol', async () => {
  const { configuration } = await plan(['run', '-r', 'none', '-w', 'builtin', '--adaptor', 'tcp']);
  expect(configuration.protocol).toBe('tcp');
  const { stderr } = await here(['run', '-r', 'none', '--adaptor', 'http2', '--dry-run']);
  expect(stderr).toContain('with http2 is not possible');
});

test('durations, CPU sets and relay options as people write them', async () => {
  const { configuration, warnings } = await plan([
    ...['run', '-r', 'builtin', '--warmup', '500ms', '--duration', '2m', '--cpus', 'relay 1=0/client=0', '--hops', '1'],
    ...['--relay-option', 'pipeSize=65536', '--relay-threads', '1', '--cpu-limit', '0'],
  ]);
  expect(configuration).toMatchObject({
    warmup: 0.5,
    duration: 120,
    cpus: { relay1: [0], client: [0] },
    hops: 1,
    relay_options: { pipeSize: '65536' },
  });
  expect(warnings.map(({ code }) => code)).toEqual(['shared-cpus']);
});

test('what was changed of what was asked for is a warning of the plan', async (context) => {
  context.skip(
    findProgram(workloads.iperf3.programs.client, process.env['PATH'] ?? '') === null,
    'iperf3 is not on PATH',
  );
  const { warnings } = await plan(['run', '-r', 'none', '-w', 'iperf3', '--duration', '1.5']);
  expect(warnings.map(({ code }) => code)).toContain('whole-seconds');
});

test.each([['run --help'], ['help'], ['run -r none --dry-run'], ['completion bash'], ['check --json --ignore-perf']])(
  'a reader of `flimflam %s` that has enough after one line makes no trouble',
  async (words) => {
    const script = `"$0" "$1" ${words} | head -1`;
    const { stdout, stderr } = await run('sh', ['-c', script, process.execPath, mainFile()]);
    expect(stderr).toBe('');
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
  },
);

test('a reader that is gone before the first byte makes no trouble', async () => {
  const script = '{ sleep 0.5; "$0" "$1" help run; echo "code $?" >&2; } | true';
  const { stderr } = await run('sh', ['-c', script, process.execPath, mainFile()]);
  expect(stderr).toMatch(/^code (0|141)\n$/);
});

test('an answer that cannot be written is an error', async (context) => {
  context.skip(!existsSync('/dev/full'), 'there is no /dev/full');
  const { code, stderr } = await run('sh', ['-c', '"$0" "$1" --help > /dev/full', process.execPath, mainFile()]);
  expect([code, stderr]).toEqual([1, 'flimflam: cannot write the answer: ENOSPC\n']);
});

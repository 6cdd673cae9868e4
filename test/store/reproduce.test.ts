import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { reproduceScript, writeReproduce } from '../../src/store/reproduce.js';
import { aCapture } from '../fixtures/capture.js';
import { aConfiguration } from '../fixtures/summary.js';
import { temporaryFolder } from './temporary.js';

const nasty = `it's "$HOME" \`id\` \\ *\nand a second line`;

/** A launcher that tells, NUL between, what it was given. */
function launcherIn(folder: string): string {
  const path = join(folder, 'a launcher');
  writeFileSync(path, '#!/bin/sh\nprintf \'%s\\0\' "$PWD" "$PN_TRACE_FRM" "${LD_LIBRARY_PATH-unset}" "$@"\n');
  chmodSync(path, 0o755);
  return path;
}

test('the script gives the launcher the same folder, variables and options, and its own options last', () => {
  const folder = temporaryFolder();
  const launcher = launcherIn(folder);
  const configuration = aConfiguration({
    relay: 'skrouterd',
    cpus: { relay_1: [2, 3], client: [6] },
    relay_options: { note: nasty },
    output_dir: '-dashed dir',
  });
  const variables = { PN_TRACE_FRM: nasty, 'BASH_FUNC_which%%': '() { :; }', PATH: process.env['PATH'] ?? '' };
  writeReproduce(folder, {
    id: 'x',
    launcher: [launcher],
    workingFolder: folder,
    configuration,
    capture: null,
    variables,
  });
  const script = join(folder, 'reproduce.sh');
  expect(statSync(script).mode & 0o111).toBe(0o111);
  const output = execFileSync(script, ['--duration', '30'], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], LD_LIBRARY_PATH: '/inherited' },
  });
  const options =
    '--workload builtin --relay skrouterd --protocol tcp --jobs 2 --warmup 5 --duration 5 --cpu-limit 1 ' +
    '--cpus relay1=2,3/client=6 --relay-threads 2 --hops 2';
  expect(output.split('\0').slice(0, -1)).toEqual(
    [folder, nasty, 'unset', 'run'].concat(
      options.split(' '),
      ['--relay-option', `note=${nasty}`, '--output', '-dashed dir'],
      ['--duration', '30'],
    ),
  );
});

test("the user's own configurations are taken from the run folder, wherever that is", () => {
  const folder = temporaryFolder();
  const configs = { relay1: { path: 'gone.conf', text: 'one {{listen_port}}\n' }, all: { path: nasty, text: nasty } };
  const deployment = { ...aConfiguration().deployment, configs };
  writeReproduce(folder, {
    id: 'x',
    launcher: [launcherIn(folder)],
    workingFolder: '/',
    configuration: aConfiguration({ deployment }),
    capture: null,
    variables: { PATH: process.env['PATH'] ?? '' },
  });
  const moved = join(temporaryFolder(), 'moved $HOME');
  cpSync(folder, moved, { recursive: true });
  const output = execFileSync(join(moved, 'reproduce.sh'), { encoding: 'utf8' }).split('\0');
  expect(output.filter((word) => word.includes('relay-config'))).toEqual([
    '--relay-config',
    `relay1=${moved}/relay-config.relay1`,
    '--relay-config',
    `all=${moved}/relay-config.all`,
  ]);
  expect(output).not.toContain('relay1=gone.conf');
  expect(readFileSync(join(moved, 'relay-config.relay1'), 'utf8')).toBe(configs.relay1.text);
  expect(readFileSync(join(moved, 'relay-config.all'), 'utf8')).toBe(nasty);
});

test('a variable that was in force is not unset', () => {
  const script = reproduceScript({
    id: 'x',
    launcher: ['/src/flimflam/flimflam'],
    workingFolder: '/work',
    configuration: aConfiguration({ relay: 'none', hops: 0 }),
    capture: null,
    variables: { LD_LIBRARY_PATH: '/opt/proton/lib64' },
  });
  expect(script).toContain('export LD_LIBRARY_PATH=/opt/proton/lib64\nunset LD_PRELOAD\n');
  expect(script).not.toContain('--hops');
});

test('a captured run is captured again, and what went to perf stays behind the options', () => {
  const script = reproduceScript({
    id: 'x',
    launcher: ['/src/flimflam/flimflam'],
    workingFolder: '/tmp',
    configuration: aConfiguration(),
    capture: aCapture({
      kind: 'record',
      options: { target: 'relay2', events: null, frequency: 499, call_graph: 'dwarf', extra: ['-e', 'a b'] },
    }),
    variables: {},
  });
  expect(script).toContain('exec /src/flimflam/flimflam record \\\n');
  expect(script).toMatch(
    /  --target relay2 \\\n  --freq 499 \\\n  --call-graph dwarf \\\n  "\$@" \\\n  -- -e 'a b'\n$/,
  );
});

import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { SavedEntry } from '../../src/model/saved.js';
import { aComparison } from '../fixtures/comparison.js';
import { threeBuilds } from '../fixtures/saved.js';
import { aBench } from '../fixtures/summary.js';
import { flimflam, mainFile, place, run, withProgram } from './flimflam.js';
import { here } from './here.js';

withProgram();

const write = (folder: string, name: string, text: string): void => {
  mkdirSync(join(place, 'flimflam-runs', folder), { recursive: true });
  writeFileSync(join(place, 'flimflam-runs', folder, name), text);
};

/** Ten runs, a bench, a comparison, and half a file. */
function save(): void {
  for (const one of threeBuilds()) write(one.id, 'summary.json', JSON.stringify(one));
  write('20261114-101700-bench-91c0', 'bench.json', JSON.stringify(aBench()));
  write('20261115-101700-compare-77d1', 'comparison.json', JSON.stringify(aComparison()));
  write('20261116-101502-builtin-nginx-tcp-0bad', 'summary.json', '{"schema_version": 1,');
}

test('list, its filters and its JSON', async () => {
  save();
  const { code, stdout, stderr } = await here(['list']);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout.split('\n\n')[0]!.split('\n')).toHaveLength(1 + 13);
  expect(stdout).toMatch(/ 0bad +UNREADABLE: summary\.json is damaged/);
  const entries = async (...words: string[]): Promise<SavedEntry[]> =>
    JSON.parse((await here(['list', '--json', ...words])).stdout) as SavedEntry[];
  expect((await entries()).map(({ kind }) => kind)).toEqual([
    ...Array.from({ length: 10 }, () => 'run'),
    'bench',
    'comparison',
    'run',
  ]);
  expect(await entries('--status', 'invalid')).toHaveLength(1);
  expect(await entries('--kind', 'bench')).toHaveLength(1);
  expect((await entries('-r', 'nginx', '--kind', 'run', '--limit', '2')).map(({ build }) => build?.build_id)).toEqual([
    '77ab44d077ab0123',
    '77ab44d077ab0123',
  ]);
  expect(await entries('-w', 'iperf3')).toEqual([]);
  expect(await entries('--since', '2026-11-14', '--kind', 'run', '--status', 'ok')).toEqual([]);
});

test('show prints what is saved, whatever came of it, with exit code 0', async () => {
  save();
  const shown = await here(['show', '4412']);
  expect(shown).toMatchObject({ code: 0, stderr: '' });
  expect(shown.stdout).toMatch(/^INVALID \(disturbed\): other programs used 40\.0 %/);
  expect((await here(['show', '77d1'])).stdout).toMatch(/\n\* throughput /);
  expect((await here(['show', '91c0'])).stdout).toMatch(/^Workload +Relay/);
  const json = JSON.parse((await here(['show', '4412', '--json'])).stdout) as { status: string };
  expect(json.status).toBe('invalid');
});

test('history over three builds, as text and as JSON', async () => {
  save();
  const { code, stdout, stderr } = await here(['history']);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^11-13 10:00 .*77ab44d0 .* -13\.4 % \*/m);
  expect(stdout).toMatch(/^1\.26\.3 77ab44d0 .*◆/m);
  const { series } = JSON.parse((await here(['history', '--json'])).stdout) as { series: { points: unknown[] }[] };
  expect(series.map(({ points }) => points.length)).toEqual([3, 3]);
});

test('export takes runs by name, or all; what cannot be read is told', async () => {
  save();
  const one = await here(['export', '4412', '7710']);
  expect(one).toMatchObject({ code: 0, stderr: '' });
  expect(one.stdout.split('\r\n')).toHaveLength(4);
  const all = await here(['export', '--format', 'json']);
  expect(all.stderr).toMatch(/^flimflam: left out: .*0bad.* is damaged.*\n$/);
  expect(JSON.parse(all.stdout)).toHaveLength(10);
});

test('again makes a run once more, and puts both side by side', async () => {
  const first = await flimflam(['run', '-r', 'builtin', '--warmup', '0.1', '--duration', '0.2', '--hops', '1']);
  expect(first.stdout).toContain('throughput');
  const again = await flimflam(['again', 'latest']);
  expect(again.stdout).toMatch(/--warmup 0\.1 --duration 0\.2/);
  expect(again.stdout.replaceAll(/\s+/g, ' ')).toMatch(
    /AGAIN throughput .* -> .*; CPU-s\/GB relays .* two runs are no comparison/,
  );
  expect(readdirSync(join(place, 'flimflam-runs')).filter((name) => name.includes('-builtin-'))).toHaveLength(2);
});

test.each<[string, RegExp, number]>([
  [
    'show zzzz',
    /nothing that is saved in flimflam-runs is called 'zzzz' \(the newest is .*0bad; flimflam list shows/,
    2,
  ],
  ['show 0bad', /summary\.json is damaged: it is not JSON, or only half of it/, 1],
  ['show 202611', /'202611' can be .* and 10 more \(give more of the name\)/, 2],
  ['show ./nowhere', /there is no folder \.\/nowhere/, 2],
  ['show .', /\. is not a folder that Flimflam made/, 1],
  ['show', /missing required argument 'run'/, 2],
  ['again 77d1', /is a comparison, and again makes single runs \(flimflam compare /, 2],
  ['again 91c0', /is a bench, and again makes single runs \(flimflam show /, 2],
  ['history 91c0', /is no single run/, 2],
  ['history -w h2load', /no run in flimflam-runs has this to show/, 2],
  ['history --metric p98', /have no metric 'p98' \(they have throughput, /, 2],
  ['list --since tomorrow', /'tomorrow' is neither a time ago nor a day/, 2],
  ['list --status bad', /no status 'bad'/, 2],
  ['list --output nowhere', /there is no folder nowhere/, 1],
  ['list --kind sweep', /nothing that is saved in flimflam-runs is asked for/, 0],
  ['export --format xml', /no format 'xml'/, 2],
  ['export -w h2load', /there is no run to export/, 1],
])('flimflam %s: one line', async (words, message, exitCode) => {
  save();
  const { code, stdout, stderr } = await here(words.split(' '));
  expect(stderr).toMatch(message);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(stderr).not.toContain('this is a bug');
  expect([code, stdout]).toEqual([exitCode, '']);
});

test('a list of which nothing can be read ends with 1; a reader that has enough makes no trouble', async () => {
  write('20261116-101502-builtin-nginx-tcp-0bad', 'summary.json', '{"schema_version": 99}');
  const { code, stdout } = await here(['list']);
  expect(code).toBe(1);
  expect(stdout).toMatch(/UNREADABLE: summary\.json was written by a newer Flimflam/);
  save();
  const piped = await run('sh', ['-c', '"$0" "$1" export | head -1', process.execPath, mainFile()]);
  expect(piped.stdout).toMatch(/^run,started,/);
  expect(piped.stderr.split('\n').filter((line) => !line.includes('left out'))).toEqual(['']);
});

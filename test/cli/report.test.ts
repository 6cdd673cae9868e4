import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { aComparison } from '../fixtures/comparison.js';
import { aCapacity, aSweep } from '../fixtures/curves.js';
import { threeBuilds } from '../fixtures/saved.js';
import { aBench, aBenchRow, aBenchRun } from '../fixtures/summary.js';
import { flimflam, place, withProgram } from './flimflam.js';
import { here } from './here.js';

withProgram();

const write = (folder: string, name: string, text: string): void => {
  mkdirSync(join(place, 'flimflam-runs', folder), { recursive: true });
  writeFileSync(join(place, 'flimflam-runs', folder, name), text);
};
const read = (name = 'report.html'): string => readFileSync(join(place, name), 'utf8');

const runs = threeBuilds();
const bench = aBench({ rows: [aBenchRow([aBenchRun({ folder: runs.at(-1)!.id })])] });

/** One of everything; the last run is that of the bench. */
beforeEach(() => {
  for (const one of runs) write(one.id, 'summary.json', JSON.stringify(one));
  write('20261101-101700-compare-77d1', 'comparison.json', JSON.stringify(aComparison()));
  write('20261101-101800-sweep-5eee', 'sweep.json', JSON.stringify(aSweep()));
  write('20261101-101900-capacity-ca9a', 'capacity.json', JSON.stringify(aCapacity()));
  write('20261102-102000-bench-91c0', 'bench.json', JSON.stringify(bench));
});

const report = (...words: string[]) => flimflam(['report', ...words]);

test('the page of each kind', async () => {
  const pages = [
    ['5eee', '<h1>Sweep of jobs</h1>'],
    ['ca9a', '<h1>Capacity of nginx</h1>'],
    ['91c0', '<h1>Bench</h1>'],
    ['77d1', '<section id="every-pair">'],
    ['4412', '<p id="answer">INVALID: '],
    ['4412 7710', '<h1>2 runs</h1>'],
    ['--history', '<h1>History of builtin nginx</h1>'],
  ] as const;
  await Promise.all(
    pages.map(async ([words, part], at) => {
      const name = `${at}.html`;
      const { code, stdout, stderr } = await report(...words.split(' '), '--output', name);
      expect([code, stdout, stderr]).toEqual([0, `${name} is made; open it in a browser\n`, '']);
      expect(read(name)).toContain(part);
    }),
  );
});

test('without a name the page is that of what was made last, a bench for the last of its runs', async () => {
  expect((await report()).code).toBe(0);
  expect(read()).toContain('<h1>Bench</h1>');
  write('20261201-101502-builtin-nginx-tcp-1234', 'summary.json', JSON.stringify(runs[0]));
  expect((await report('--output', 'pages.html')).code).toBe(0);
  expect(read('pages.html')).toContain('<h1>builtin over nginx');
});

test('a page that is there keeps its place as old.NAME', async () => {
  writeFileSync(join(place, 'report.html'), 'mine');
  expect((await report('5eee')).code).toBe(0);
  expect([read('old.report.html'), read().slice(0, 15)]).toEqual(['mine', '<!doctype html>']);
  expect(readdirSync(place).sort()).toEqual(['flimflam-runs', 'old.report.html', 'report.html']);
});

test('a fault is one line, and nothing is made', async () => {
  mkdirSync(join(place, 'other'));
  writeFileSync(join(place, 'other', 'readme'), '');
  write('20261130-101502-builtin-nginx-tcp-bad1', 'summary.json', '{"schema_version": 1,');
  write('20261130-101502-builtin-nginx-tcp-bad2', 'summary.json', '{"schema_version": 999}');
  write('20261130-101502-bench-bad3', 'bench.json', '{"results": []}');
  const faults: [words: string, exitCode: number, message: RegExp][] = [
    ['--runs nowhere', 1, /there is no folder nowhere/],
    ['other/', 1, /other\/? is not a folder that Flimflam made/],
    ['bad1', 1, /summary\.json is damaged: it is not JSON, or only half of it/],
    ['bad2', 1, /was written by a newer Flimflam \(schema 999; .*\(update Flimflam\)/],
    ['bad3', 1, /bench\.json was not written by Flimflam: it has no schema_version/],
    ['4412 5eee', 2, /sweep-5eee is no run, and of several things a page shows only runs/],
    ['--history 5eee', 2, /5eee is no single run/],
    ['5eee --output flimflam-runs', 2, /flimflam-runs is a folder \(--output flimflam-runs\/report\.html\)/],
    ['5eee --output other/readme/report.html', 1, /cannot write in .*: a part of this path is a file/],
  ];
  await Promise.all(
    faults.map(async ([words, exitCode, message]) => {
      const { code, stdout, stderr } = await here(['report', ...words.split(' ')]);
      expect(stderr).toMatch(message);
      expect(stderr.trimEnd().split('\n')).toHaveLength(1);
      expect([code, stdout]).toEqual([exitCode, '']);
    }),
  );
  expect(readdirSync(place).sort()).toEqual(['flimflam-runs', 'other']);
});

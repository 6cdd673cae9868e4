import { existsSync, lstatSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { linksIntoRuns, removeRunFolders, runFoldersIn } from '../../src/store/clean.js';
import { createCurveFolder, createRunFolder, type RunFolder } from '../../src/store/run-folder.js';
import { temporaryFolder } from './temporary.js';

const names = { workload: 'builtin', relay: 'nginx', protocol: 'tcp' } as const;

/** A run that ended. */
function aRun(parent: string): RunFolder {
  const run = createRunFolder(parent, names, new Date());
  writeFileSync(join(run.path, 'summary.json'), '{}');
  return run;
}

test('only folders with the name and the content of a run are run folders', () => {
  const parent = temporaryFolder();
  const run = aRun(parent);
  mkdirSync(join(parent, '20261123-101502-builtin-nginx-tcp-0000'));
  mkdirSync(join(parent, 'mine'));
  writeFileSync(join(parent, 'mine', 'summary.json'), '{}');
  symlinkSync(run.id, join(parent, '20261123-101502-builtin-nginx-tcp-1111'));
  expect(runFoldersIn(parent)).toEqual([run.path]);
  expect(runFoldersIn(join(parent, 'gone'))).toEqual([]);
});

test('cleaning leaves nothing of ours and everything of others', () => {
  const here = temporaryFolder();
  const parent = join(here, 'flimflam-runs');
  const [first, second] = [aRun(parent), aRun(parent)];
  const elsewhere = temporaryFolder();
  symlinkSync(elsewhere, join(first.path, 'link'));
  writeFileSync(join(elsewhere, 'precious'), '');
  symlinkSync('flimflam-runs/latest/perf.data', join(here, 'perf.data'));
  symlinkSync(join(first.path, 'graph.html'), join(here, 'graph.html'));
  symlinkSync('flimflam-runs/latest', join(here, 'latest'));
  symlinkSync('flimflam-runs', join(here, 'all-runs'));
  symlinkSync(join(elsewhere, 'precious'), join(here, 'precious'));
  writeFileSync(join(here, 'notes.txt'), '');

  const { removed, kept } = removeRunFolders(parent, here);
  expect(kept).toEqual([]);
  expect(removed).toEqual(expect.arrayContaining([first.path, second.path, parent, join(parent, 'latest')]));
  expect(readdirSync(here).sort()).toEqual(['all-runs', 'notes.txt', 'precious']);
  expect(readdirSync(elsewhere)).toEqual(['precious']);
});

test('a parent that holds something else stays, with it', () => {
  const parent = temporaryFolder();
  const run = aRun(parent);
  symlinkSync(run.id, join(parent, 'baseline'));
  removeRunFolders(parent);
  expect(readdirSync(parent)).toEqual(['baseline']);
});

test('a latest whose run is gone is removed, another one is not', () => {
  const parent = temporaryFolder();
  rmSync(aRun(parent).path, { recursive: true });
  removeRunFolders(parent);
  expect(existsSync(parent)).toBe(false);
  const other = temporaryFolder();
  symlinkSync('/etc', join(other, 'latest'));
  removeRunFolders(other);
  expect(lstatSync(join(other, 'latest')).isSymbolicLink()).toBe(true);
});

test('a run that is going on is kept, with its latest; one whose process is gone is not', () => {
  const parent = temporaryFolder();
  const dead = createRunFolder(parent, names, new Date());
  writeFileSync(join(dead.path, '.flimflam-run'), '4194305\n');
  const alive = createRunFolder(parent, names, new Date());
  expect(removeRunFolders(parent)).toEqual({ removed: [dead.path], kept: [alive.path] });
  expect(readdirSync(parent).sort()).toEqual([alive.id, 'latest'].sort());
});

test.each(['sweep', 'capacity'] as const)(
  'a %s has its file from the beginning, and is kept until it ended',
  (kind) => {
    const parent = temporaryFolder();
    const { path } = createCurveFolder(parent, kind, new Date());
    writeFileSync(join(path, `${kind}.json`), '{"ended":null}');
    expect(removeRunFolders(parent)).toEqual({ removed: [], kept: [path] });
    writeFileSync(join(path, `${kind}.json`), '{"ended":"2026-11-23T10:17:02.000Z"}');
    expect(removeRunFolders(parent)).toEqual({ removed: [path, parent], kept: [] });
  },
);

test('links are found through a parent that is itself reached by a link', () => {
  const here = temporaryFolder();
  const disk = temporaryFolder();
  symlinkSync(disk, join(here, 'runs'));
  const run = aRun(join(here, 'runs'));
  symlinkSync(join('runs', run.id, 'perf.data'), join(here, 'perf.data'));
  expect(linksIntoRuns(here, join(here, 'runs'))).toEqual([join(here, 'perf.data')]);
});

test('a run that saved what it has so far is still going on, while its process lives', () => {
  const parent = temporaryFolder();
  const run = createRunFolder(parent, names, new Date());
  writeFileSync(join(run.path, 'summary.json'), JSON.stringify({ status_reason: { code: 'not-ended' } }));
  expect(removeRunFolders(parent).kept).toEqual([run.path]);
  writeFileSync(join(run.path, '.flimflam-run'), '999999999\n');
  expect(removeRunFolders(parent).kept).toEqual([]);
  expect(existsSync(run.path)).toBe(false);
});

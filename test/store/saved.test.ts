import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ExpectedError } from '../../src/errors.js';
import { findSaved, savedIn, shortNames } from '../../src/store/saved.js';
import { aCapacity, aSweep } from '../fixtures/curves.js';
import { someComparisons } from '../fixtures/comparisons.js';
import { aComparison } from '../fixtures/comparison.js';
import { aBench, aSummary } from '../fixtures/summary.js';
import { temporaryFolder } from './temporary.js';

const put = (folder: string, name: string, value: unknown): void => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), typeof value === 'string' ? value : JSON.stringify(value));
};

const run = '20261123-101502-builtin-nginx-tcp-3f2a';
const compare = '20261123-120000-compare-77d1';
const several = '20261123-130000-compare-5a0e';

/** One of each kind, with a folder of somebody else and a link. */
function aParent(): string {
  const parent = temporaryFolder();
  put(join(parent, run), 'summary.json', aSummary({ id: run }));
  put(join(parent, '20261123-101700-bench-91c0'), 'bench.json', aBench());
  put(join(parent, '20261123-101800-sweep-4be2'), 'sweep.json', aSweep());
  put(join(parent, '20261123-101900-capacity-08d7'), 'capacity.json', aCapacity());
  put(join(parent, compare), 'comparison.json', aComparison());
  put(join(parent, compare, '20261123-120001-builtin-nginx-tcp-aaaa'), 'summary.json', aSummary());
  const comparisons = someComparisons({ workload: 'builtin' }, { workload: 'builtin-rr' });
  put(join(parent, several), 'comparisons.json', {
    schema_version: 1,
    id: several,
    started: '2026-11-23T13:00:00.000Z',
    comparisons: comparisons.map(({ configuration: { workload } }) => ({ workload, folder: workload })),
  });
  for (const one of comparisons) put(join(parent, several, one.configuration.workload), 'comparison.json', one);
  put(join(parent, several, 'builtin', '20261123-130001-builtin-nginx-tcp-bbbb'), 'summary.json', aSummary());
  put(join(parent, 'notes'), 'todo.txt', 'mine');
  symlinkSync(run, join(parent, 'latest'));
  return parent;
}

const thrownBy = (call: () => unknown): ExpectedError => {
  try {
    call();
  } catch (error) {
    if (error instanceof ExpectedError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
};

test('every kind is found, by time, and read as what it is', () => {
  const found = savedIn(aParent());
  expect(found.map(({ kind }) => kind)).toEqual(['run', 'bench', 'sweep', 'capacity', 'comparison', 'comparisons']);
  const documents = Object.fromEntries(found.map((one) => [one.kind, one.read()]));
  expect(documents).toMatchObject({
    run: { id: run },
    bench: { repeat: 1 },
    sweep: { axis: 'jobs' },
    capacity: { metric: 'p99' },
    comparison: { margin: 0.02 },
    comparisons: [{ configuration: { workload: 'builtin' } }, { configuration: { workload: 'builtin-rr' } }],
  });
});

test('what lies in comparisons is found when all is asked for, under its path', () => {
  const parent = aParent();
  const more = savedIn(parent, { all: true }).filter(({ id }) => id.includes('/'));
  expect(more.map(({ id, kind }) => [id, kind])).toEqual([
    [`${compare}/20261123-120001-builtin-nginx-tcp-aaaa`, 'run'],
    [`${several}/builtin/20261123-130001-builtin-nginx-tcp-bbbb`, 'run'],
    [`${several}/builtin`, 'comparison'],
    [`${several}/builtin-rr`, 'comparison'],
  ]);
});

test.each([
  ['latest', run],
  [run, run],
  ['3f2a', run],
  ['20261123-1015', run],
  ['nginx-tcp-3f2a', run],
  ['-bench-', '20261123-101700-bench-91c0'],
  ['08d7', '20261123-101900-capacity-08d7'],
  ['bbbb', `${several}/builtin/20261123-130001-builtin-nginx-tcp-bbbb`],
  [`${several}/builtin-rr`, `${several}/builtin-rr`],
])('%s is a name for %s', (name, id) => {
  const parent = aParent();
  // With a slash it is a path, from where the user stands.
  const typed = name.includes('/') ? join(parent, name) : name;
  expect(findSaved(typed, parent).path).toBe(join(parent, id));
});

test('a path of a folder, and of a file in it', () => {
  const parent = aParent();
  const elsewhere = temporaryFolder();
  expect(findSaved(join(parent, run), elsewhere)).toMatchObject({ id: run, kind: 'run' });
  expect(findSaved(join(parent, run, 'summary.json'), elsewhere)).toMatchObject({ id: run, kind: 'run' });
});

test('the newest run is the latest where there is no link', () => {
  const parent = temporaryFolder();
  expect(thrownBy(() => findSaved('latest', parent)).message).toBe(`there is no run in ${parent}`);
  for (const id of [run, run.replace('2026', '2025')]) put(join(parent, id), 'summary.json', aSummary({ id }));
  expect(findSaved('latest', parent).id).toBe(run);
});

test('the short name is the ending, or the time, that leads there; or the whole name', () => {
  const parent = temporaryFolder();
  const other = run.replace('20261123', '20261124');
  const third = '20261125-101502-builtin-nginx-tcp-0001';
  const sameTime = run.replace('nginx', 'haproxy');
  for (const id of [run, other, third, sameTime]) put(join(parent, id), 'summary.json', aSummary({ id }));
  const names = shortNames(savedIn(parent));
  expect(Object.fromEntries(names)).toEqual({
    [run]: run,
    [sameTime]: sameTime,
    [other]: '20261124-101502',
    [third]: '0001',
  });
  for (const [id, name] of names) expect(findSaved(name, parent).id).toBe(id);
});

test.each<[string, string, RegExp, number]>([
  ['nothing', 'no-such-run', /^nothing that is saved in .* is called 'nothing'$/, 2],
  ['', 'no-such-run', /is called ''/, 2],
  ['20261123', 'ambiguous-run', /^'20261123' can be .*-capacity-08d7, .*-77d1, .*-5a0e and 3 more$/, 2],
  ['./nowhere', 'no-such-run', /^there is no folder \.\/nowhere$/, 2],
])('%j leads nowhere: one sentence', (name, code, message, exitCode) => {
  const error = thrownBy(() => findSaved(name, aParent()));
  expect(error).toMatchObject({ code, exitCode, message: expect.stringMatching(message) });
  expect(error.remedy).not.toBeNull();
});

test('an output folder that is not there, and a folder that is none of ours', () => {
  const parent = aParent();
  expect(thrownBy(() => savedIn(join(parent, 'none')))).toMatchObject({ code: 'no-output-folder' });
  expect(thrownBy(() => findSaved('x', join(parent, 'none')))).toMatchObject({ code: 'no-such-run' });
  expect(thrownBy(() => findSaved(join(parent, 'notes'), parent))).toMatchObject({ code: 'no-run', exitCode: 1 });
});

test.each<[string, string, RegExp]>([
  ['half of it', '{"schema_version": 1, "id":', /is damaged: it is not JSON, or only half of it/],
  ['a newer schema', '{"schema_version": 99}', /was written by a newer Flimflam \(schema 99; this one reads 1\)/],
  ['the file of another tool', '{"summary": 1}', /was not written by Flimflam: it has no schema_version/],
])('%s is found, and says when it is read what it is', (_, text, message) => {
  const parent = temporaryFolder();
  put(join(parent, run), 'summary.json', text);
  const [found] = savedIn(parent);
  expect(thrownBy(() => found!.read())).toMatchObject({
    code: 'unreadable-run',
    message: expect.stringMatching(message),
  });
});

test('a run that has not ended is found by its marker', () => {
  const parent = temporaryFolder();
  put(join(parent, run), '.flimflam-run', '1\n');
  const [found] = savedIn(parent);
  expect(thrownBy(() => found!.read()).message).toMatch(/did not end, or has not ended yet: no summary\.json/);
});

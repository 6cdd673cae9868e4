import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findSides, prepareComparison, type CompareRequest } from '../../../src/app/compare/compare.js';
import { resumeComparison } from '../../../src/app/compare/resume.js';
import type { Comparison } from '../../../src/model/comparison.js';
import { looksSchedule } from '../../../src/stats/schedule.js';
import { writeComparison } from '../../../src/store/comparison-file.js';
import { markerName } from '../../../src/store/names.js';
import { aScenario } from '../../fixtures/scenario.js';
import { anEnvironment } from '../../fixtures/summary.js';
import { temporaryFolder } from '../../store/temporary.js';

/** A relay of our own making: a script is as good as any, as long as nothing is run. */
function program(folder: string, text = 'echo HAProxy version 2.6.12'): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'haproxy');
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
  return folder;
}

/** A comparison of two such programs that was interrupted before its first run. */
async function interrupted(changes: Partial<Comparison> = {}) {
  const home = temporaryFolder();
  const names = { a: program(join(home, 'a')), b: program(join(home, 'b'), 'echo HAProxy version 2.6.13') };
  const request: CompareRequest = {
    scenario: aScenario({ relay: 'haproxy' }),
    warnings: [],
    outputDir: home,
    schedule: looksSchedule(30),
    mode: 'looks',
    margin: 0.02,
    seed: 7,
    metric: null,
  };
  const sides = await findSides({ ...names, also: { a: [], b: [] }, force: false }, request.scenario);
  const prepared = await prepareComparison(request, sides);
  const folder = join(home, 'comparison');
  mkdirSync(folder);
  writeComparison(folder, { ...prepared.comparison, id: 'comparison', ...changes });
  return { folder, names, prepared };
}

test('the same builds are found again, and the folder is taken over', async () => {
  const { folder, prepared } = await interrupted();
  const resumed = await resumeComparison(folder, { explain: false });
  expect(resumed.folder).toBe(folder);
  expect(resumed.comparison).toEqual({ ...prepared.comparison, id: 'comparison' });
  expect(resumed.sides.b.map(({ side }) => side)).toEqual(prepared.sides.b.map(({ side }) => side));
  expect(resumed.sides.a[0]!.scenario).toEqual(prepared.sides.a[0]!.scenario);
  expect([resumed.schedule, resumed.metrics.map(({ name }) => name)]).toEqual([
    prepared.schedule,
    prepared.metrics.map(({ name }) => name),
  ]);
  expect(readFileSync(join(folder, markerName), 'utf8')).toBe(`${process.pid}\n`);
});

test('a build that has changed is refused', async () => {
  const { folder, names } = await interrupted();
  program(names.b, 'echo HAProxy version 2.6.14');
  await expect(resumeComparison(folder, { explain: false })).rejects.toMatchObject({
    code: 'build-changed',
    exitCode: 2,
  });
  await expect(resumeComparison(folder, { explain: false })).rejects.toThrow(
    /b\/haproxy or a library of it has changed since$/,
  );
});

test.each([
  [{ status: 'complete' as const }, /has come to its end/],
  [{ status: 'stopped' as const, stopped_because: 'B failed 3 times' }, /was stopped: B failed 3 times/],
  [{ kind: 'calibrate' as const }, /calibration/],
])('what is not open is refused: %o', async (changes, reason) => {
  const { folder } = await interrupted(changes);
  await expect(resumeComparison(folder, { explain: false })).rejects.toMatchObject({ code: 'cannot-resume' });
  await expect(resumeComparison(folder, { explain: false })).rejects.toThrow(reason);
});

test('one at which another Flimflam is, is refused; one that was interrupted in good order is not', async () => {
  const { folder, prepared } = await interrupted();
  writeFileSync(join(folder, markerName), `${process.ppid}\n`);
  await expect(resumeComparison(folder, { explain: false })).rejects.toThrow(`process ${process.ppid}`);
  writeComparison(folder, { ...prepared.comparison, ended: '2026-11-23T10:22:44.000Z' });
  expect((await resumeComparison(folder, { explain: false })).folder).toBe(folder);
});

test('a variable that may change what is measured must be as it was', async () => {
  const environment = anEnvironment();
  const { folder } = await interrupted({
    environment: { ...environment, variables: { PATH: '/other', SKUPPER_TEST_X: '1' } },
  });
  await expect(resumeComparison(folder, { explain: false })).rejects.toMatchObject({ code: 'environment-changed' });
  await expect(resumeComparison(folder, { explain: false })).rejects.toThrow('SKUPPER_TEST_X was 1');
});

test('a folder without a comparison is refused', async () => {
  await expect(resumeComparison(temporaryFolder(), { explain: false })).rejects.toMatchObject({ code: 'no-run' });
});

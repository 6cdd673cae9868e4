import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newHistogram } from '../../../src/stats/latency.js';
import { expect, test } from 'vitest';
import { calibrationOf, differenceOf, extrasOf } from '../../../src/app/report/extras.js';
import { histogramLog } from '../../../src/stats/histogram-log.js';
import { calibrationFolder, writeCalibration } from '../../../src/store/calibration-file.js';
import { aCalibration } from '../../fixtures/calibration.js';
import { aComparison } from '../../fixtures/comparison.js';
import { anExplanation } from '../../fixtures/explanation.js';
import { profileOf } from '../../fixtures/profile.js';
import { anRrSummary, aSummary } from '../../fixtures/summary.js';
import { temporaryFolder } from '../../store/temporary.js';

const profile = JSON.stringify(profileOf([[['relay1', 'worker', 'f'], 1e6]]));

test('latencies and a profile are read where they are; what is damaged is left out', () => {
  const folder = temporaryFolder();
  const summary = anRrSummary();
  expect(extrasOf(summary, folder, 'x')).toEqual({ latency: null, profile: null, report: null, folder: 'x' });
  const histogram = newHistogram();
  for (let at = 0; at < 1000; at++) histogram.recordValue(50_000 + at);
  writeFileSync(
    join(folder, 'latency.hlog'),
    histogramLog([{ tag: null, histogram }], { start: new Date(0), seconds: 5 }),
  );
  writeFileSync(join(folder, 'profile.json'), profile);
  const found = extrasOf(summary, folder, 'x');
  expect(found.latency!.map(({ name }) => name)).toEqual(['latency']);
  expect(found.profile).not.toBeNull();
  writeFileSync(join(folder, 'profile.json'), profile.slice(0, 20));
  writeFileSync(join(folder, 'latency.hlog'), 'nothing of the kind');
  expect(extrasOf(summary, folder, 'x')).toMatchObject({ profile: null });
});

test('the captured runs of an explanation become one graph, and without them there is none', () => {
  const folder = temporaryFolder();
  const comparison = aComparison({}, { explanation: anExplanation });
  expect(differenceOf(comparison, folder)).toBeNull();
  expect(differenceOf(aComparison(), folder)).toBeNull();
  for (const name of anExplanation.captures[0]!.a) {
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, 'summary.json'), JSON.stringify(aSummary()));
    writeFileSync(join(folder, name, 'profile.json'), profile);
  }
  expect(differenceOf(comparison, folder)?.data).toMatchObject({ kind: 'difference' });
});

test('the record tells of a calibration that it holds, with those that were before it', () => {
  const environment = { XDG_STATE_HOME: temporaryFolder() };
  const comparison = aComparison({}, { kind: 'calibrate' });
  expect(calibrationOf(comparison, environment)).toBeNull();
  const record = calibrationFolder(environment);
  for (const [id, started] of [
    ['earlier', '2026-11-20T10:00:00.000Z'],
    [comparison.id, '2026-11-21T10:00:00.000Z'],
    ['later', '2026-11-22T10:00:00.000Z'],
  ] as const) {
    writeCalibration(record, aCalibration({ id, started, called: false }));
  }
  expect(calibrationOf(comparison, environment)).toMatchObject({
    calibration: { id: comparison.id },
    falseCalls: { judged: 2, called: 0 },
  });
});

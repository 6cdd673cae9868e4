import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { calibrationFolder, readCalibrations, writeCalibration } from '../../src/store/calibration-file.js';
import { aCalibration } from '../fixtures/calibration.js';
import { temporaryFolder } from './temporary.js';

test("the record is in the user's state folder; a relative one is ignored, as the specification wants", () => {
  const usual = '/home/user/.local/state/flimflam/calibrations';
  expect(calibrationFolder({ HOME: '/home/user' })).toBe(usual);
  expect(calibrationFolder({ HOME: '/home/user', XDG_STATE_HOME: '' })).toBe(usual);
  expect(calibrationFolder({ HOME: '/home/user', XDG_STATE_HOME: 'state' })).toBe(usual);
  expect(calibrationFolder({ HOME: '/home/user', XDG_STATE_HOME: '/state' })).toBe('/state/flimflam/calibrations');
  expect(calibrationFolder({})).toBe(join(homedir(), '.local/state/flimflam/calibrations'));
});

test('what is written is read again, oldest first, and nothing else is left behind', () => {
  const folder = calibrationFolder({ XDG_STATE_HOME: temporaryFolder() });
  expect(readCalibrations(folder)).toEqual({ calibrations: [], skipped: [] });
  const later = aCalibration({ id: 'a', started: '2026-11-24T10:15:02.000Z' });
  const earlier = aCalibration({ id: 'b' });
  expect(writeCalibration(folder, later)).toBe(join(folder, 'a.json'));
  writeCalibration(folder, earlier);
  expect(readCalibrations(folder)).toEqual({ calibrations: [earlier, later], skipped: [] });
  expect(readdirSync(folder).sort()).toEqual(['a.json', 'b.json']);
});

test('files that cannot be read are left out and named, and the others are there', () => {
  const folder = temporaryFolder();
  writeCalibration(folder, aCalibration());
  writeFileSync(join(folder, 'half.json'), '{ "schema_version": 1, ');
  writeFileSync(join(folder, 'newer.json'), '{ "schema_version": 99 }');
  writeFileSync(join(folder, 'strange.json'), '{ "schema_version": 1, "noise": "much" }');
  writeFileSync(join(folder, 'note.txt'), 'mine');
  const { calibrations, skipped } = readCalibrations(folder);
  expect(calibrations).toEqual([aCalibration()]);
  expect(skipped).toEqual([
    expect.stringMatching(/half\.json is damaged/),
    expect.stringMatching(/newer\.json was written by a newer Flimflam/),
    expect.stringMatching(/strange\.json is not what Flimflam writes/),
  ]);
});

test('a file in place of the folder: reading says so, and writing says what to do', () => {
  const parent = temporaryFolder();
  const folder = join(parent, 'flimflam');
  writeFileSync(folder, '');
  expect(readCalibrations(folder)).toEqual({ calibrations: [], skipped: [`cannot read ${folder}: ENOTDIR`] });
  expect(() => writeCalibration(join(folder, 'calibrations'), aCalibration())).toThrow(
    expect.objectContaining({ code: 'cannot-write', remedy: 'set XDG_STATE_HOME to a folder that may be written' }),
  );
});

test('a folder that may not be written', (ctx) => {
  ctx.skip(process.getuid?.() === 0, 'root may write everywhere');
  const folder = join(temporaryFolder(), 'closed');
  mkdirSync(folder);
  chmodSync(folder, 0o500);
  expect(() => writeCalibration(folder, aCalibration())).toThrow(/cannot write in .*permission denied/);
});

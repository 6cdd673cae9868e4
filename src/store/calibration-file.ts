import { readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { ExpectedError } from '../errors.js';
import { calibrationSchema, type Calibration } from '../model/calibration.js';
import { readDocument, writeDocument } from './document.js';
import { makeFolders } from './run-folder.js';
import { systemCodeOf, writing } from './write-error.js';

type Variables = Readonly<Record<string, string | undefined>>;

/** The record of this user: calibrations of all machines that share the home folder. */
export interface CalibrationRecord {
  /** Oldest first. */
  calibrations: Calibration[];
  /** Why a file was left out, a sentence each. */
  skipped: string[];
}

/** Where the record is kept, by the XDG Base Directory Specification, which wants relative paths to be ignored. */
export function calibrationFolder({ XDG_STATE_HOME: state, HOME: home }: Variables): string {
  const parent = state !== undefined && isAbsolute(state) ? state : join(home ?? homedir(), '.local', 'state');
  return join(parent, 'flimflam', 'calibrations');
}

/** Adds a calibration to the record; returns the absolute path of its file. Throws `cannot-write` where that is refused. */
export function writeCalibration(folder: string, calibration: Calibration): string {
  const path = join(folder, `${calibration.id}.json`);
  try {
    writing(folder, () => makeFolders(folder));
    writeDocument(path, calibrationSchema, calibration);
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    const remedy = 'set XDG_STATE_HOME to a folder that may be written';
    throw new ExpectedError(error.code, error.message, remedy, error.exitCode, { cause: error });
  }
  return path;
}

/** Reads the whole record; a file that cannot be read is left out and named. */
export function readCalibrations(folder: string): CalibrationRecord {
  const record: CalibrationRecord = { calibrations: [], skipped: [] };
  for (const name of namesIn(folder, record)) {
    try {
      record.calibrations.push(readDocument(folder, name, calibrationSchema));
    } catch (error) {
      if (!(error instanceof ExpectedError)) throw error;
      record.skipped.push(error.message);
    }
  }
  return { ...record, calibrations: record.calibrations.sort((a, b) => (a.started < b.started ? -1 : 1)) };
}

function namesIn(folder: string, { skipped }: CalibrationRecord): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort();
  } catch (error) {
    const code = systemCodeOf(error);
    if (code === null) throw error;
    // Before the first calibration there is no folder.
    if (code !== 'ENOENT') skipped.push(`cannot read ${folder}: ${code}`);
    return [];
  }
}

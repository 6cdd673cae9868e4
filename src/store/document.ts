import {
  closeSync,
  existsSync as isThere,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { z } from 'zod';
import { ExpectedError } from '../errors.js';
import { schemaVersion } from '../model/summary.js';
import { jsonText } from './json-text.js';
import { markerName } from './names.js';
import { systemCodeOf, writing } from './write-error.js';

/** Writes a file in one step: whoever reads it sees the old text or the whole new one, also after a power cut. */
export function writeWhole(path: string, text: string, mode = 0o644): void {
  const temporary = `${path}.${process.pid}.tmp`;
  writing(dirname(path), () => {
    try {
      const file = openSync(temporary, 'w', mode);
      try {
        writeFileSync(file, text);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      renameSync(temporary, path);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  });
}

/** Writes a value as JSON; a value that does not fit its schema is a bug, and throws. */
export function writeDocument<T>(path: string, schema: z.ZodType<T>, value: T): void {
  writeWhole(path, jsonText(schema.parse(value)));
}

/** Reads a value that `writeDocument` wrote; everything else is an expected error that says what it is instead. */
export function readDocument<T>(folder: string, name: string, schema: z.ZodType<T>): T {
  const path = join(folder, name);
  const value = parseJson(path, readText(folder, name));
  const version =
    typeof value === 'object' && value !== null && 'schema_version' in value ? value.schema_version : null;
  if (typeof version !== 'number') throw unreadable(`${path} was not written by Flimflam: it has no schema_version`);
  if (version > schemaVersion) {
    throw unreadable(
      `${path} was written by a newer Flimflam (schema ${version}; this one reads ${schemaVersion})`,
      'update Flimflam',
    );
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue === undefined || issue.path.length === 0 ? 'it' : issue.path.join('.');
  throw unreadable(`${path} is not what Flimflam writes: ${where}: ${issue?.message ?? 'does not fit the schema'}`);
}

function readText(folder: string, name: string): string {
  try {
    return readFileSync(join(folder, name), 'utf8');
  } catch (error) {
    const code = systemCodeOf(error);
    if (code === null) throw error;
    if (code !== 'ENOENT' && code !== 'ENOTDIR')
      throw unreadable(`cannot read ${join(folder, name)}: ${code}`, null, error);
    throw new ExpectedError('no-run', missing(folder, name), 'flimflam list shows what is saved', undefined, {
      cause: error,
    });
  }
}

function missing(folder: string, name: string): string {
  if (!isThere(folder)) return `there is no run folder ${folder}`;
  if (isThere(join(folder, markerName))) return `the run in ${folder} did not end, or has not ended yet: no ${name}`;
  return `${folder} is not a run folder: it holds no ${name}`;
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw unreadable(`${path} is damaged: it is not JSON, or only half of it`, null, error);
  }
}

const unreadable = (message: string, remedy: string | null = null, cause?: unknown): ExpectedError =>
  new ExpectedError('unreadable-run', message, remedy, undefined, { cause });

import { join } from 'node:path';
import { benchSchema, summarySchema, type Bench, type Summary } from '../model/summary.js';
import { readDocument, writeDocument } from './document.js';
import { benchName, summaryName } from './names.js';

/** Writes `summary.json` into a run folder in one step; throws `cannot-write` where the disk refuses. */
export const writeSummary = (folder: string, summary: Summary): void =>
  writeDocument(join(folder, summaryName), summarySchema, summary);

/** Reads the `summary.json` of a run folder; throws `no-run` or `unreadable-run`. */
export const readSummary = (folder: string): Summary => readDocument(folder, summaryName, summarySchema);

/** Writes `bench.json` into a folder in one step; throws `cannot-write` where the disk refuses. */
export const writeBench = (folder: string, bench: Bench): void =>
  writeDocument(join(folder, benchName), benchSchema, bench);

/** Reads the `bench.json` of a folder; throws `no-run` or `unreadable-run`. */
export const readBench = (folder: string): Bench => readDocument(folder, benchName, benchSchema);

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { comparisonSchema, type Comparison } from '../model/comparison.js';
import { readDocument, writeDocument } from './document.js';
import { comparisonName } from './names.js';

/** Writes `comparison.json` into a folder in one step; throws `cannot-write` where the disk refuses. */
export const writeComparison = (folder: string, comparison: Comparison): void =>
  writeDocument(join(folder, comparisonName), comparisonSchema, comparison);

/** Reads the `comparison.json` of a folder; throws `no-run` or `unreadable-run`. */
export const readComparison = (folder: string): Comparison => readDocument(folder, comparisonName, comparisonSchema);

/** Whether a folder is that of a comparison, readable or not. */
export const hasComparison = (folder: string): boolean => existsSync(join(folder, comparisonName));

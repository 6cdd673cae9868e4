import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { comparisonSetSchema, type ComparisonSet } from '../model/comparison-set.js';
import { readDocument, writeDocument } from './document.js';
import { comparisonSetName } from './names.js';

/** Writes `comparisons.json` into a folder in one step; throws `cannot-write` where the disk refuses. */
export const writeComparisonSet = (folder: string, set: ComparisonSet): void =>
  writeDocument(join(folder, comparisonSetName), comparisonSetSchema, set);

/** Reads the `comparisons.json` of a folder; throws `no-run` or `unreadable-run`. */
export const readComparisonSet = (folder: string): ComparisonSet =>
  readDocument(folder, comparisonSetName, comparisonSetSchema);

/** Whether a folder is that of comparisons which are judged together, readable or not. */
export const hasComparisonSet = (folder: string): boolean => existsSync(join(folder, comparisonSetName));

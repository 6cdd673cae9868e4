import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { SavedDocuments, SavedKind } from '../model/saved.js';
import { readComparison } from './comparison-file.js';
import { readComparisonSet } from './comparison-set-file.js';
import { readCapacity, readSweep } from './curve-reading.js';
import {
  benchName,
  capacityName,
  comparisonName,
  comparisonSetName,
  markerName,
  summaryName,
  sweepName,
} from './names.js';
import { readBench, readSummary } from './summary-file.js';

/** Something that is saved, as it is found: `kind` tells what `read` gives. */
export type Saved<K extends SavedKind = SavedKind> = {
  [Kind in K]: {
    kind: Kind;
    /** Name of the folder; of what lies in a comparison, its path below the output folder. */
    id: string;
    /** Absolute path of the folder. */
    path: string;
    /** Reads its file anew each time; throws `no-run` or `unreadable-run`, which say in one sentence what it is instead. */
    read: () => SavedDocuments[Kind];
  };
}[K];

/** By the file that a folder holds; a comparison has runs in its folder, but no summary. */
const files: readonly (readonly [name: string, kind: SavedKind])[] = [
  [comparisonSetName, 'comparisons'],
  [comparisonName, 'comparison'],
  [sweepName, 'sweep'],
  [capacityName, 'capacity'],
  [benchName, 'bench'],
  [summaryName, 'run'],
];

/** What a folder holds; null for one that is none of ours. Before its end a run, or a bench, has nothing but the marker. */
export function kindIn(folder: string): SavedKind | null {
  const found = files.find(([name]) => existsSync(join(folder, name)));
  if (found !== undefined) return found[1];
  if (!existsSync(join(folder, markerName))) return null;
  return /^\d{8}-\d{6}-bench-/u.test(basename(folder)) ? 'bench' : 'run';
}

const readers: { [Kind in SavedKind]: (folder: string) => SavedDocuments[Kind] } = {
  run: readSummary,
  bench: readBench,
  comparison: readComparison,
  comparisons: readSeveral,
  sweep: readSweep,
  capacity: readCapacity,
};

function readSeveral(folder: string): SavedDocuments['comparisons'] {
  const [first, ...others] = readComparisonSet(folder).comparisons.map((one) =>
    readComparison(join(folder, one.folder)),
  );
  // The schema holds that there are at least two.
  if (first === undefined) throw new RangeError('a set of no comparisons');
  return [first, ...others];
}

export function savedOf(kind: SavedKind, id: string, path: string): Saved {
  const read: () => unknown = () => readers[kind](path);
  return { kind, id, path, read } as Saved;
}

import { join } from 'node:path';
import { usageError } from '../../errors.js';
import type { SavedDocument, SavedDocuments, SavedKind } from '../../model/saved.js';
import type { Report } from '../../report/page/report.js';
import { benchReport } from '../../report/pages/bench.js';
import { capacityReport } from '../../report/pages/capacity.js';
import { comparisonReport } from '../../report/pages/comparison.js';
import { comparisonsReport } from '../../report/pages/comparisons.js';
import { runReport } from '../../report/pages/run.js';
import { runsReport } from '../../report/pages/runs.js';
import { sweepReport } from '../../report/pages/sweep.js';
import { readComparisonSet } from '../../store/comparison-set-file.js';
import type { Saved } from '../../store/saved.js';
import { documentOf } from '../saved/entries.js';
import { calibrationOf, differenceOf, extrasOf } from './extras.js';

/** A path as the user would type it. */
export type ShownPath = (path: string) => string;

/** The page of what is saved; of several it must be runs. Throws `no-run` or `unreadable-run`, or a usage error. */
export function reportOf([first, ...others]: readonly [Saved, ...Saved[]], shown: ShownPath): Report {
  if (others.length === 0) return single(first, shown);
  const runs = [first, ...others].map((saved) => {
    const found = documentOf(saved);
    if (found.kind !== 'run')
      throw usageError(
        'not-all-runs',
        `${saved.id} is no run, and of several things a page shows only runs`,
        'make a page of each',
      );
    return { summary: found.document, extras: extrasOf(found.document, saved.path, shown(saved.path) || '.') };
  });
  return runsReport(runs);
}

function single(saved: Saved, shown: ShownPath): Report {
  const found = documentOf(saved);
  const make = makers[found.kind] as (document: SavedDocument['document'], place: Place) => Report;
  return make(found.document, { id: saved.id, path: saved.path, shown: shown(saved.path) || '.' });
}

/** Where something is saved. */
interface Place {
  id: string;
  path: string;
  /** The path as the user would type it. */
  shown: string;
}

const makers: { [Kind in SavedKind]: (document: SavedDocuments[Kind], place: Place) => Report } = {
  run: (summary, { path, shown }) => runReport(summary, extrasOf(summary, path, shown)),
  bench: benchReport,
  comparison: (comparison, { path }) =>
    comparisonReport(comparison, {
      difference: differenceOf(comparison, path),
      calibration: comparison.kind === 'calibrate' ? calibrationOf(comparison, process.env) : null,
    }),
  comparisons: (all, { path }) => comparisonsReport(all, { difference: firstDifference(all, path) }),
  sweep: sweepReport,
  capacity: capacityReport,
};

/** A page has room for one flame graph: that of the first workload that has one. */
function firstDifference(comparisons: SavedDocuments['comparisons'], folder: string) {
  const { comparisons: places } = readComparisonSet(folder);
  for (const [at, { folder: inner, workload }] of places.entries()) {
    const graph = differenceOf(comparisons[at]!, join(folder, inner));
    if (graph !== null) return { workload, graph };
  }
  return null;
}

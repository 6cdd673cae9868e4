import { basename, dirname, join } from 'node:path';
import { ExpectedError } from '../../errors.js';
import type { Summary } from '../../model/summary.js';
import { findSaved, savedIn, type Saved } from '../../store/saved.js';
import { readSummary } from '../../store/summary-file.js';
import { documentOf, entriesIn, type EntriesOptions, type SavedFilters } from './entries.js';

/** Runs that were read, and in a sentence each why others were not. */
export interface ReadRuns {
  runs: Summary[];
  unread: string[];
}

/** The runs that names stand for, each once: of a bench, comparison, sweep or capacity those that it is made of. */
export function runsNamed(names: readonly string[], parent: string): ReadRuns {
  const folders = new Set(names.flatMap((name) => runFoldersOf(findSaved(name, parent))));
  return readRuns([...folders]);
}

/** The runs of an output folder that pass the filters, oldest first. */
export function runsPassing(parent: string, filters: SavedFilters, how: EntriesOptions): ReadRuns {
  const found = entriesIn(parent, { ...filters, kind: 'run' }, how);
  return {
    runs: found.flatMap(({ document }) => (document?.kind === 'run' ? [document.document] : [])),
    unread: found.flatMap(({ entry }) => (entry.status === 'unreadable' ? [entry.reason ?? entry.id] : [])),
  };
}

function readRuns(folders: readonly string[]): ReadRuns {
  const read: ReadRuns = { runs: [], unread: [] };
  for (const folder of folders) {
    try {
      read.runs.push(readSummary(folder));
    } catch (error) {
      if (!(error instanceof ExpectedError)) throw error;
      read.unread.push(error.message);
    }
  }
  return read;
}

/** Absolute paths of the runs that something is made of. Those of a comparison lie in its folder, those of the others beside it. */
export function runFoldersOf(saved: Saved): string[] {
  const beside = (folder: string | null): string[] =>
    folder === null ? [] : [join(dirname(saved.path), basename(folder))];
  const found = documentOf(saved);
  if (found.kind === 'run') return [saved.path];
  if (found.kind === 'comparison' || found.kind === 'comparisons')
    return savedIn(saved.path, { all: true }).flatMap(({ kind, path }) => (kind === 'run' ? [path] : []));
  if (found.kind === 'bench')
    return found.document.rows.flatMap(({ runs }) => runs.flatMap(({ folder }) => beside(folder)));
  if (found.kind === 'sweep')
    return found.document.curves
      .flatMap(({ points }) => points.flatMap(({ runs }) => runs))
      .flatMap(({ folder }) => beside(folder));
  return found.document.steps.flatMap(({ folder }) => beside(folder));
}

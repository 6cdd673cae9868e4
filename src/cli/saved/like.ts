import { documentOf } from '../../app/saved/entries.js';
import { usageError } from '../../errors.js';
import type { Summary } from '../../model/summary.js';
import { findSaved } from '../../store/saved.js';

/** The run of this name; throws a usage error for what is no single run. */
export function likeRun(name: string, parent: string): Summary {
  const saved = findSaved(name, parent);
  const read = documentOf(saved);
  if (read.kind === 'run') return read.document;
  throw usageError('no-single-run', `${saved.id} is no single run`, 'flimflam list --kind run shows those');
}

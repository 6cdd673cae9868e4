import { ExpectedError } from '../../errors.js';
import type { Protocol, RelayName, WorkloadName } from '../../model/names.js';
import type { SavedDocument, SavedEntry, SavedKind } from '../../model/saved.js';
import type { Status } from '../../model/summary.js';
import { entryOf, unreadableEntry, type Place } from '../../report/saved/entry.js';
import type { UsualOptions } from '../../report/saved/scenario-words.js';
import { savedIn, shortNames, type Saved } from '../../store/saved.js';

/** What is wanted of what is saved; what is not named is not asked for. */
export interface SavedFilters {
  workload?: WorkloadName | undefined;
  relay?: RelayName | undefined;
  protocol?: Protocol | undefined;
  status?: Status | undefined;
  kind?: SavedKind | undefined;
  /** Milliseconds since the epoch. */
  since?: number | undefined;
  /** So many of the newest. */
  limit?: number | undefined;
}

/** Something that was read, with its line in the list; no document where it could not be read. */
export interface FoundEntry {
  entry: SavedEntry;
  saved: Saved;
  document: SavedDocument | null;
}

export interface EntriesOptions {
  /** Also what lies in the folders of comparisons. */
  all: boolean;
  usual: UsualOptions;
}

/** What is saved in an output folder and passes the filters, oldest first. Reads from the newest on, until there are enough. */
export function entriesIn(parent: string, filters: SavedFilters, { all, usual }: EntriesOptions): FoundEntry[] {
  const saved = savedIn(parent, { all });
  const names = shortNames(saved);
  const found: FoundEntry[] = [];
  for (const one of saved.toReversed()) {
    if (found.length === filters.limit) break;
    if (filters.kind !== undefined && one.kind !== filters.kind) continue;
    const read = readEntry(one, names.get(one.id) ?? one.id, usual);
    if (passes(read.entry, filters)) found.push(read);
  }
  return found.reverse();
}

/** Reads one; what cannot be read becomes a line with the reason. */
export function readEntry(saved: Saved, name: string, usual: UsualOptions): FoundEntry {
  const place: Place = { id: saved.id, name, path: saved.path };
  try {
    const document = documentOf(saved);
    return { entry: entryOf(place, document, usual), saved, document };
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    return { entry: unreadableEntry(place, saved.kind, error.message), saved, document: null };
  }
}

/** Reads something that is saved; throws `no-run` or `unreadable-run`. */
export const documentOf = ({ kind, read }: Saved): SavedDocument => ({ kind, document: read() }) as SavedDocument;

/** What cannot be read passes where nothing but its kind and its time is asked for. */
function passes(entry: SavedEntry, { workload, relay, protocol, status, since }: SavedFilters): boolean {
  if (since !== undefined && (entry.started === null || Date.parse(entry.started) < since)) return false;
  return (
    (workload === undefined || entry.workloads.includes(workload)) &&
    (relay === undefined || entry.relays.includes(relay)) &&
    (protocol === undefined || entry.protocols.includes(protocol)) &&
    (status === undefined || entry.status === status)
  );
}

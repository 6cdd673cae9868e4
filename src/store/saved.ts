import { existsSync, readdirSync, statSync, type Dirent } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import { ExpectedError, usageError } from '../errors.js';
import { latestName } from './names.js';
import { kindIn, savedOf, type Saved } from './saved-kinds.js';
import { systemCodeOf } from './write-error.js';

export type { Saved, SavedDocuments, SavedKind } from './saved-kinds.js';

export interface SavedOptions {
  /** Also what lies in the folders of comparisons: their runs, and the comparisons of a set. */
  all?: boolean;
}

/**
 * Everything that is saved in an output folder, oldest first; nothing is read before it is asked for. Links are left
 * out, and folders that are none of ours. Throws `no-output-folder` or `cannot-read`.
 */
export function savedIn(parent: string, { all = false }: SavedOptions = {}): Saved[] {
  const home = resolve(parent);
  const found = foldersIn(home, parent).flatMap((path) => savedAt(path, home, all));
  // Names begin with the time, in one form; what was renamed stands by its name.
  return found.sort((a, b) => (basename(a.path) < basename(b.path) ? -1 : 1));
}

/**
 * What a user means by a name: a path of a folder or of a file in it, `latest`, a name in the output folder, or a beginning,
 * an ending or a part of only one of them. Throws the usage error `no-such-run` or `ambiguous-run`, or `no-run` of a
 * folder that is none of ours.
 */
export function findSaved(name: string, parent: string): Saved {
  const home = resolve(parent);
  if (name === latestName) return latestIn(home, parent);
  const asPath = pathOf(name);
  if (asPath !== null && (name.includes(sep) || kindIn(asPath) !== null)) return savedAtPath(asPath, name);
  if (name.includes(sep)) throw usageError('no-such-run', `there is no folder ${name}`, listHint);
  if (!existsSync(home)) throw usageError('no-such-run', `there is neither a folder ${name} nor one ${parent}`, noneYet);
  // What lies in a comparison is only meant when nothing beside it is.
  for (const candidates of [savedIn(home), savedIn(home, { all: true })]) {
    const found = matching(name, candidates);
    if (found.length === 1) return found[0]!;
    if (found.length > 1) throw ambiguous(name, found);
  }
  const newest = savedIn(home).at(-1);
  const hint = newest === undefined ? noneYet : `the newest is ${newest.id}; ${listHint}`;
  throw usageError('no-such-run', `nothing that is saved in ${parent} is called '${name}'`, hint);
}

const listHint = 'flimflam list shows what is saved';
const noneYet = 'flimflam run makes one; --output DIR names another folder';

/** The whole name prevails, then its digits at the end, then its beginning, then any part of it. */
function matching(name: string, candidates: readonly Saved[]): Saved[] {
  const names = [({ id }: Saved) => id, ({ path }: Saved) => basename(path)];
  const tests: ((text: string) => boolean)[] = [
    (text) => text === name,
    (text) => text.endsWith(name),
    (text) => text.startsWith(name),
    (text) => text.includes(name),
  ];
  if (name === '') return [];
  for (const test of tests) {
    const found = candidates.filter((one) => names.some((of) => test(of(one))));
    if (found.length > 0) return found;
  }
  return [];
}

/** So many are named; more do not help. */
const named = 3;

function ambiguous(name: string, found: readonly Saved[]): ExpectedError {
  const shown = found.slice(-named).map(({ id }) => id);
  const more = found.length > named ? ` and ${found.length - named} more` : '';
  return usageError('ambiguous-run', `'${name}' can be ${shown.join(', ')}${more}`, 'give more of the name');
}

/** The run that was made last: where the link leads, or the newest one on a file system without links. */
function latestIn(home: string, parent: string): Saved {
  const link = join(home, latestName);
  if (kindIn(link) !== null) return savedAtPath(resolveLink(link), link);
  const newest = existsSync(home) ? savedIn(home).findLast(({ kind }) => kind === 'run') : undefined;
  if (newest === undefined) throw usageError('no-such-run', `there is no run in ${parent}`, noneYet);
  return newest;
}

const resolveLink = (link: string): string =>
  foldersIn(join(link, '..'), link).find((path) => isSame(path, link)) ?? link;

const isSame = (a: string, b: string): boolean => statSync(a).ino === statSync(b).ino;

/** The folder that a path names, by itself or by a file in it; null where nothing is. */
function pathOf(name: string): string | null {
  const path = resolve(name);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return null;
  return found.isDirectory() ? path : resolve(path, '..');
}

function savedAtPath(path: string, name: string): Saved {
  const kind = kindIn(path);
  if (kind !== null) return savedOf(kind, basename(path), path);
  throw new ExpectedError('no-run', `${name} is not a folder that Flimflam made: it holds no summary.json`, listHint);
}

/** What a folder holds, and with `all` what lies in it. */
function savedAt(path: string, home: string, all: boolean): Saved[] {
  const kind = kindIn(path);
  if (kind === null) return [];
  const own = savedOf(kind, relative(home, path), path);
  const holdsOthers = kind === 'comparison' || kind === 'comparisons';
  if (!all || !holdsOthers) return [own];
  return [own, ...foldersIn(path, path).flatMap((inner) => savedAt(inner, home, all))];
}

function foldersIn(folder: string, shown: string): string[] {
  return entriesOf(folder, shown)
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(folder, name))
    .sort();
}

function entriesOf(folder: string, shown: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    const code = systemCodeOf(error);
    if (code === null) throw error;
    if (code === 'ENOENT') throw new ExpectedError('no-output-folder', `there is no folder ${shown}`, noneYet);
    throw new ExpectedError('cannot-read', `cannot read ${shown}: ${code}`, null, undefined, { cause: error });
  }
}

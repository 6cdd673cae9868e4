import { existsSync, readdirSync, realpathSync, statSync, type Dirent } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import { ExpectedError, usageError } from '../errors.js';
import { latestName } from './names.js';
import { kindIn, savedOf, type Saved } from './saved-kinds.js';
import { systemCodeOf } from './write-error.js';

export type { Saved } from './saved-kinds.js';

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
  if (asPath !== null && (isPath(name) || kindIn(asPath) !== null)) return savedAtPath(asPath, name);
  if (isPath(name)) throw usageError('no-such-run', `there is no folder ${name}`, listHint);
  if (!existsSync(home))
    throw usageError('no-such-run', `there is neither a folder ${name} nor one ${parent}`, noneYet);
  const found = matching(name, home);
  if (found.length === 1) return found[0]!;
  if (found.length > 1) throw ambiguous(name, found);
  const newest = savedIn(home).at(-1);
  const hint = newest === undefined ? noneYet : `the newest is ${newest.id}; ${listHint}`;
  throw usageError('no-such-run', `nothing that is saved in ${parent} is called '${name}'`, hint);
}

const isPath = (name: string): boolean => name.includes(sep) || name === '.' || name === '..';

const listHint = 'flimflam list shows what is saved';
const noneYet = 'flimflam run makes one; --output DIR names another folder';

/**
 * The whole name prevails, then its digits at the end, then its beginning, then any part of it; and what lies in a
 * comparison is only meant when nothing beside it is.
 */
function matching(name: string, home: string): Saved[] {
  const tests: ((text: string) => boolean)[] = [
    (text) => text === name,
    (text) => text.endsWith(name),
    (text) => text.startsWith(name),
    (text) => text.includes(name),
  ];
  const places = [savedIn(home), savedIn(home, { all: true })];
  for (const test of name === '' ? [] : tests) {
    for (const candidates of places) {
      const found = candidates.filter(({ id, path }) => test(id) || test(basename(path)));
      if (found.length > 0) return found;
    }
  }
  return [];
}

/** The digits at the end of a name, and its time at the beginning: as little as people like to type. */
const shortForms: readonly ((name: string) => string)[] = [(name) => name.slice(-4), (name) => name.slice(0, 15)];

/** By id: the digits at the end of the name, or its time, where they lead `findSaved` there and nowhere else; or the id. */
export function shortNames(saved: readonly Saved[]): Map<string, string> {
  const names = saved.map(({ path }) => basename(path));
  const isUnique = (form: (name: string) => string, short: string): boolean =>
    names.filter((name) => form(name) === short).length === 1;
  return new Map(
    saved.map(({ id }, at) => {
      const form = shortForms.find((one) => isUnique(one, one(names[at]!)));
      return [id, form === undefined ? id : form(names[at]!)];
    }),
  );
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
  if (kindIn(link) !== null) return savedAtPath(realpathSync(link), link);
  const newest = existsSync(home) ? savedIn(home).findLast(({ kind }) => kind === 'run') : undefined;
  if (newest === undefined) throw usageError('no-such-run', `there is no run in ${parent}`, noneYet);
  return newest;
}

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

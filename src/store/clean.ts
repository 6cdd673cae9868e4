import {
  lstatSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  rmSync,
  rmdirSync,
  type Dirent,
} from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import {
  benchName,
  capacityName,
  comparisonName,
  comparisonSetName,
  folderPattern,
  latestName,
  markerName,
  summaryName,
  sweepName,
} from './names.js';
import { makerOf } from './run-folder.js';
import { systemCodeOf, writing } from './write-error.js';

/** What was removed and what was left, as absolute paths. */
export interface Cleaned {
  removed: string[];
  /** Folders of runs that are still going on. */
  kept: string[];
}

/** Absolute paths of the run folders in a parent: only those that have both the name and the content of one. */
export function runFoldersIn(parent: string): string[] {
  return entriesOf(parent)
    .filter((entry) => entry.isDirectory() && folderPattern.test(entry.name))
    .map((entry) => join(resolve(parent), entry.name))
    .filter(isRunFolder);
}

/** Absolute paths of the symbolic links in a folder that lead to (or into) run folders of a parent, or led there. */
export function linksIntoRuns(folder: string, parent: string): string[] {
  const home = real(resolve(parent));
  return entriesOf(folder)
    .filter((entry) => entry.isSymbolicLink())
    .map((entry) => join(resolve(folder), entry.name))
    .filter((link) => {
      const [first = ''] = relative(home, targetOf(link)).split(sep);
      if (first === latestName) return true;
      return folderPattern.test(first) && (isRunFolder(join(home, first)) || !isThere(join(home, first)));
    });
}

/**
 * Removes the run folders of a parent, its `latest`, the links to them in `linksFrom` (the current folder), and the
 * parent itself if nothing else is in it; throws `cannot-write` where that is refused.
 */
export function removeRunFolders(parent: string, linksFrom?: string): Cleaned {
  const home = resolve(parent);
  const all = runFoldersIn(home);
  const kept = all.filter(isGoingOn);
  const latest = linksIntoRuns(home, home).filter((link) => basename(link) === latestName);
  const links = linksFrom === undefined ? [] : linksIntoRuns(linksFrom, home);
  const removed = [
    ...new Set([...links, ...latest].filter((link) => !kept.some((folder) => leadsInto(link, folder)))),
    ...all.filter((folder) => !kept.includes(folder)),
  ];
  for (const path of removed) writing(dirname(path), () => rmSync(path, { recursive: true, force: true }));
  if (removed.length > 0 && home !== resolve('.') && removeIfEmpty(home)) removed.push(home);
  return { removed, kept };
}

/** Whether something in the folder is ours, beside its name. */
const isRunFolder = (folder: string): boolean =>
  [markerName, summaryName, benchName].some((name) => isThere(join(folder, name)));

const leadsInto = (link: string, folder: string): boolean => `${targetOf(link)}${sep}`.startsWith(real(folder) + sep);

/** A run that has no summary yet, or that of a moment in its window, and whose Flimflam lives: its marker names the process. */
function isGoingOn(folder: string): boolean {
  if (isThere(join(folder, summaryName)) && !isCheckpoint(join(folder, summaryName))) return false;
  if (isThere(join(folder, benchName)) || hasEnded(folder)) return false;
  return makerOf(folder) !== null;
}

/** Whether it is a comparison, or several, or curves that came to their end: the files are there from the beginning. */
function hasEnded(folder: string): boolean {
  if (isThere(join(folder, comparisonSetName))) {
    return entriesOf(folder).every((entry) => !entry.isDirectory() || hasEnded(join(folder, entry.name)));
  }
  return [comparisonName, sweepName, capacityName].some((name) => saysEnded(join(folder, name)));
}

function isCheckpoint(file: string): boolean {
  try {
    const { status_reason: reason } = JSON.parse(readFileSync(file, 'utf8')) as { status_reason?: { code?: unknown } };
    return reason?.code === 'not-ended';
  } catch {
    return false;
  }
}

function saysEnded(file: string): boolean {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as { ended?: unknown }).ended != null;
  } catch {
    return false;
  }
}

/** Where a link leads, whether or not something is there, with the folders before the last name made real. */
function targetOf(link: string): string {
  const target = resolve(dirname(link), readlinkSync(link));
  return join(real(dirname(target)), basename(target));
}

function removeIfEmpty(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch {
    // Something else is in it, or it is not ours to remove.
    return false;
  }
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (systemCodeOf(error) === null) throw error;
    return [];
  }
}

const isThere = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

/** The path without links, or as it is where nothing is there. */
function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

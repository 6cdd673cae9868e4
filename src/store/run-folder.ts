import { randomBytes } from 'node:crypto';
import { lstatSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Comparison } from '../model/comparison.js';
import type { Scenario } from '../model/scenario.js';
import { latestName, markerName } from './names.js';
import { systemCodeOf, writing } from './write-error.js';

/** A new folder for one run (or bench, or comparison). */
export interface RunFolder {
  /** Name of the folder, unique in its parent. */
  id: string;
  /** Absolute path. */
  path: string;
}

/** Two runs in the same second seldom draw the same 16 bits; so many times in a row never. */
const attempts = 20;

/** Makes the folder of a run (0700) and lets `latest` point to it; throws `cannot-write` where that is refused. */
export function createRunFolder(
  parent: string,
  { workload, relay, protocol }: Pick<Scenario, 'workload' | 'relay' | 'protocol'>,
  startedAt: Date,
): RunFolder {
  return createFolder(parent, `${workload}-${relay}-${protocol}`, startedAt);
}

/** Makes the folder of a bench, beside those of its runs; `latest` stays with the runs. */
export function createBenchFolder(parent: string, startedAt: Date): RunFolder {
  return createFolder(parent, 'bench', startedAt, { latest: false });
}

/** Makes the folder of a sweep, or of a search for the capacity, beside those of its runs; `latest` stays with the runs. */
export function createCurveFolder(parent: string, kind: 'sweep' | 'capacity', startedAt: Date): RunFolder {
  return createFolder(parent, kind, startedAt, { latest: false });
}

/** Makes the folder of a comparison, in which its runs get theirs; `latest` stays with the single runs. */
export function createComparisonFolder(
  parent: string,
  startedAt: Date,
  kind: Comparison['kind'] = 'compare',
): RunFolder {
  return createFolder(parent, kind, startedAt, { latest: false });
}

/** Makes the folder of one of several comparisons that are judged together, in theirs. */
export function createPartFolder(home: string, name: string): RunFolder {
  const path = join(resolve(home), name);
  writing(home, () => {
    mkdirSync(path, { mode: 0o700 });
    writeFileSync(join(path, markerName), `${process.pid}\n`);
  });
  return { id: `${basename(home)}/${name}`, path };
}

/** The number of the process that makes what is in a folder, if it lives. */
export function makerOf(folder: string): number | null {
  let pid = NaN;
  try {
    pid = Number(readFileSync(join(folder, markerName), 'utf8'));
    return Number.isSafeInteger(pid) && pid > 0 && process.kill(pid, 0) ? pid : null;
  } catch (error) {
    // EPERM: it lives, but belongs to somebody else.
    return systemCodeOf(error) === 'EPERM' && pid > 0 ? pid : null;
  }
}

/** Takes over the folder of what was interrupted; returns its absolute path. */
export function claimFolder(folder: string): string {
  const home = resolve(folder);
  writing(home, () => writeFileSync(join(home, markerName), `${process.pid}\n`));
  return home;
}

function createFolder(parent: string, what: string, startedAt: Date, { latest } = { latest: true }): RunFolder {
  const home = resolve(parent);
  return writing(home, () => {
    makeFolders(home);
    const folder = makeUnique(home, `${utcStamp(startedAt)}-${what}`);
    try {
      // The process is named so that `clean` leaves a run alone that is still going on.
      writeFileSync(join(folder.path, markerName), `${process.pid}\n`);
    } catch (error) {
      rmSync(folder.path, { recursive: true, force: true });
      throw error;
    }
    if (latest) pointLatestTo(home, folder.id);
    return folder;
  });
}

/**
 * Makes a folder and those above it. Not by node's recursive mkdir, which never ends below /proc and gives a missing
 * folder as the reason on a read-only disk (node 20).
 */
export function makeFolders(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return;
  if (path !== dirname(path)) makeFolders(dirname(path));
  try {
    mkdirSync(path, { mode: 0o755 });
  } catch (error) {
    // Another Flimflam may have been faster.
    if (systemCodeOf(error) !== 'EEXIST' || !statSync(path).isDirectory()) throw error;
  }
}

function makeUnique(home: string, stem: string): RunFolder {
  for (let attempt = 1; ; attempt += 1) {
    const id = `${stem}-${randomBytes(2).toString('hex')}`;
    const path = join(home, id);
    try {
      // Configurations and logs may hold what is not for other users.
      mkdirSync(path, { mode: 0o700 });
      return { id, path };
    } catch (error) {
      if (systemCodeOf(error) !== 'EEXIST' || attempt === attempts) throw error;
    }
  }
}

/** Lets `latest` point to a run. Replaced in one step, so that `latest` never is missing; it is a convenience, and no run fails for it. */
export function pointLatestTo(home: string, id: string): void {
  const link = join(home, latestName);
  const temporary = join(home, `.${latestName}-${id}`);
  try {
    // What is not a link is somebody's own file.
    if (lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink() === false) return;
    symlinkSync(id, temporary);
    renameSync(temporary, link);
  } catch {
    // Some file systems (vfat, some network mounts) have no links.
    rmSync(temporary, { force: true });
  }
}

/** `20261123-101502`: sorts by time, and is the same in every time zone. */
function utcStamp(time: Date): string {
  return time.toISOString().slice(0, 19).replaceAll(/[-:]/gu, '').replace('T', '-');
}

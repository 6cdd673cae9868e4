import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { usageError } from '../../errors.js';
import { readPageScript } from '../../host/page-script.js';
import type { Profile } from '../../model/profile.js';
import type { Warning } from '../../model/summary.js';
import {
  differenceGraph,
  type DifferenceSide,
  type DifferenceSides,
} from '../../report/flamegraph/difference-graph.js';
import { differencePage } from '../../report/flamegraph/difference-page.js';
import type { Graph } from '../../report/flamegraph/document.js';
import { runFoldersIn } from '../../store/clean.js';
import { writeWhole } from '../../store/document.js';
import { summaryName } from '../../store/names.js';
import { profileName, readProfile } from '../../store/profile-file.js';
import { readSummary } from '../../store/summary-file.js';
import { keep, pageName, type PageMade } from './page-made.js';
import { existing } from './page-source.js';

/** Captured runs of one side: what it is called, and the absolute paths of the run folders. */
export interface CapturedSide {
  label: string;
  folders: readonly string[];
}

/** Makes the page of what differs between two runs, or between two folders that hold several captured runs each. */
export function pageOfDifference(a: string, b: string): PageMade {
  const { page, warnings } = pageOf(sideIn(a), sideIn(b));
  keep(pageName, page);
  return { name: pageName, warnings };
}

/** The same page of these runs, as the file of this absolute path. */
export function writeDifference(a: CapturedSide, b: CapturedSide, path: string): void {
  writeWhole(path, pageOf(a, b).page);
}

/** The same graph, for a page that shows more. */
export const graphOfDifference = (a: CapturedSide, b: CapturedSide): Graph => differenceGraph(sidesOf(a, b).sides);

function pageOf(a: CapturedSide, b: CapturedSide): { page: string; warnings: Warning[] } {
  const { sides, warnings } = sidesOf(a, b);
  const page = differencePage({
    ...sides,
    title: `${a.label} against ${b.label}`,
    facts: [],
    warnings,
    texts: [],
    bundle: readPageScript('flamegraph'),
  });
  return { page, warnings };
}

function sidesOf(a: CapturedSide, b: CapturedSide): { sides: DifferenceSides; warnings: Warning[] } {
  const read = [loaded(a), loaded(b)] as const;
  const work = read.every(({ runs }) => runs.every(({ operations }) => operations !== null)) ? 'operations' : 'bytes';
  const side = ({ label, runs }: LoadedSide): DifferenceSide => ({
    label,
    runs: runs.map((run) => ({ ...run, work: work === 'operations' ? run.operations! : run.bytes })),
  });
  const warnings = read.flatMap(({ runs }) => runs.flatMap(({ doubts }) => doubts));
  return { sides: { work, a: side(read[0]), b: side(read[1]) }, warnings };
}

interface LoadedSide {
  label: string;
  runs: { label: string; profile: Profile; bytes: number; operations: number | null; doubts: Warning[] }[];
}

/** The captured runs that a user names by a run, by a file of one, or by the folder that holds them. */
function sideIn(source: string): CapturedSide {
  const path = existing(source);
  const folder = statSync(path).isDirectory() ? path : dirname(path);
  const all = existsSync(join(folder, summaryName)) ? [folder] : runFoldersIn(folder);
  const folders = all.filter((one) => existsSync(join(one, profileName)));
  if (folders.length === 0) {
    throw usageError('no-captures', `${source} holds no captured run`, 'flimflam flamegraph (or record) makes one');
  }
  return { label: source, folders };
}

const loaded = ({ label, folders }: CapturedSide): LoadedSide => ({ label, runs: folders.map(loadRun) });

function loadRun(folder: string): LoadedSide['runs'][number] {
  const { id, status, status_reason: reason, results } = readSummary(folder);
  if (results === null) throw usageError('no-results', `the run in ${folder} has no results`, 'leave it out');
  const doubt = { code: `${status}-run`, message: `${id}: ${reason?.message ?? status}`, advice: 'capture it again' };
  return {
    label: id,
    profile: readProfile(folder),
    bytes: results.bits / 8,
    operations: results.operations,
    doubts: status === 'ok' ? [] : [doubt],
  };
}
